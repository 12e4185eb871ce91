using System.Net;
using System.Net.Sockets;
using Ambassadors.Api.Startup;

namespace Ambassadors.Api.Webhooks;

/// <summary>How the addresses of a host are found: by the machine's resolver.</summary>
public delegate Task<IPAddress[]> FindAddresses(string host, CancellationToken cancellation);

/// <summary>An address that nothing is sent to: it is not of the public network.</summary>
public sealed class AddressNotPublicException(string host) : IOException($"{host} leads to an address that is not public.");

/// <summary>
/// Where the service sends what partners ask it to: to public addresses alone. An address is judged when it is registered, and anew for every connection
/// that is opened, by what is connected to: a name that leads elsewhere by then leads nowhere.
/// </summary>
public sealed class PublicReach(FindAddresses find, IConfiguration configuration, IHostEnvironment environment)
{
    /// <summary>Lets the service send to this machine, by http too; in Development alone.</summary>
    public const string Setting = "Webhooks:AllowLoopback";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // IANA's registries of special-purpose addresses, and multicast. Of IPv6 what is not global unicast (2000::/3) is none of them either.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"
        }.Select(IPNetwork.Parse)
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly bool _allowsLoopback = configuration.GetValue(Setting, environment.IsDevelopment());

    /// <summary>Refuses the start where the service would send to itself in production.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment() && configuration.GetValue(Setting, false))
            throw StartRefusedException.Setting(Setting, "is for Development alone.");
    }

    /// <summary>Whether an address is of the public network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address) && address.ScopeId == 0) && !Array.Exists(Special, network => network.Contains(address));
    }

    /// <summary>Why nothing would be sent to an address, by a code; none where all is well. It is https, in Development to this machine http too.</summary>
    public async Task<string?> RefusalOfAsync(Uri url, CancellationToken cancellation)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && _allowsLoopback && url.IsLoopback))
            return "webhook.url_not_https";
        try
        {
            await ReachableAsync(url.DnsSafeHost, cancellation);
            return null;
        }
        catch (AddressNotPublicException)
        {
            return "webhook.address_not_public";
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return "webhook.address_unknown";
        }
    }

    /// <summary>Opens a connection, to a public address or not at all.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await ReachableAsync(context.DnsEndPoint.Host, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // One address that is not public is enough: nobody who means well has both.
    private async Task<IPAddress[]> ReachableAsync(string host, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await find(host, patience.Token);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return Array.TrueForAll(addresses, address => IsPublic(address) || _allowsLoopback && IPAddress.IsLoopback(address)) ? addresses : throw new AddressNotPublicException(host);
    }
}
