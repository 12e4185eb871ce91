using System.Net;
using System.Net.Sockets;

namespace Ambassadors.Api.Http.Quotas;

/// <summary>Every quota, with its windows. They are of this instance alone.</summary>
public sealed class QuotaBook(IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Of a partner system, under <c>/v1</c>.</summary>
    public QuotaWindows Client { get; } = new(Quota.Of(configuration, "Client", "client", 600), clock);

    /// <summary>Of a person, under <c>/v1</c>.</summary>
    public QuotaWindows Person { get; } = new(Quota.Of(configuration, "Person", "person", 300), clock);

    /// <summary>Of an address from which requests come without a good token, under <c>/v1</c>.</summary>
    public QuotaWindows Address { get; } = new(Quota.Of(configuration, "Address", "address", 120), clock);

    /// <summary>Of a client id as one address names it, at the token endpoint. By the name alone anybody could use up a partner's.</summary>
    public QuotaWindows Token { get; } = new(Quota.Of(configuration, "Token", "token", 30), clock);

    /// <summary>Of an address at the token endpoint, whatever client ids it names.</summary>
    public QuotaWindows TokenAddress { get; } = new(Quota.Of(configuration, "TokenAddress", "token-address", 120), clock);

    /// <summary>What stands for an address. One subscriber has a whole /64 of IPv6 addresses.</summary>
    public static string NameOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
