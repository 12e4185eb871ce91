using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Ambassadors.Tests.Support;

/// <summary>A mail server on a port of this machine: it speaks SMTP over TCP, and says what a test has it say.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<MimeMessage> _taken = new();
    private readonly Task _running;

    private MailServer(X509Certificate2? certificate, string? user, string? password, int? port)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, port ?? 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var options = new SmtpServerOptionsBuilder().ServerName("mail.tests.example").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
            if (certificate is not null)
                endpoint.Certificate(certificate);
            if (user is not null)
                endpoint.AllowUnsecureAuthentication().AuthenticationRequired();
        }).Build();
        var services = new ServiceProvider();
        services.Add(new Filter(this));
        services.Add(new Store(this));
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((name, word) => name == user && word == password));
        var server = new SmtpServer.SmtpServer(options, services);
        server.SessionCreated += (_, session) => Greeting?.Invoke(session.Context);
        _running = server.StartAsync(_over.Token);
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>The mails that it took, in their order.</summary>
    public IReadOnlyList<MimeMessage> Taken => [.. _taken];

    /// <summary>Done when somebody connects.</summary>
    public Action<ISessionContext>? Greeting { get; set; }

    /// <summary>What it answers to a recipient; taken where it says nothing.</summary>
    public Func<ISessionContext, string, SmtpResponse?>? Recipient { get; set; }

    /// <summary>What it answers to a mail; taken where it says nothing.</summary>
    public Func<ISessionContext, MimeMessage, Task<SmtpResponse?>>? Mail { get; set; }

    /// <summary>What it does once it has taken a mail, before it says so.</summary>
    public Func<ISessionContext, Task>? BeforeAnswer { get; set; }

    /// <summary>Starts one.</summary>
    public static MailServer Start(X509Certificate2? certificate = null, string? user = null, string? password = null, int? port = null) => new(certificate, user, password, port);

    /// <summary>A reply: 450, <c>4.2.1 Try again</c>.</summary>
    public static SmtpResponse Reply(int code, string text) => new((SmtpReplyCode)code, text);

    /// <summary>Cuts the connection.</summary>
    public static void Drop(ISessionContext session) => ((IDisposable)session.Pipe).Dispose();

    /// <summary>The settings by which a service sends its mails here.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Mail:Smtp:Host"] = "127.0.0.1",
        ["Mail:Smtp:Port"] = $"{Port}",
        ["Mail:Smtp:Security"] = "None",
        ["Mail:From"] = "Ambassadeurs des pôles <no-reply@programme.example>",
        ["Mail:Contact"] = "q&a@programme.example",
        ["PublicUrl"] = "https://ambassadors.example"
    };

    /// <summary>Has a service send its mails here.</summary>
    public void Configure(IWebHostBuilder host)
    {
        foreach (var (name, value) in Settings)
            host.UseSetting(name, value);
    }

    /// <summary>The mails that were taken for a person.</summary>
    public IReadOnlyList<MimeMessage> To(Caller person) => [.. Taken.Where(mail => mail.To.Mailboxes.Any(to => to.Address == person.Name))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_running.IsCompleted)
            return;
        await _over.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }

        _over.Dispose();
    }

    private sealed class Filter(MailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox @from, CancellationToken cancellationToken) =>
            server.Recipient?.Invoke(context, $"{to.User}@{to.Host}") is { } refusal ? throw new SmtpResponseException(refusal) : Task.FromResult(true);
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            var mail = await MimeMessage.LoadAsync(bytes, cancellationToken);
            if (server.Mail is { } judge && await judge(context, mail) is { } refusal)
                return refusal;
            server._taken.Enqueue(mail);
            if (server.BeforeAnswer is { } before)
                await before(context);
            return SmtpResponse.Ok;
        }
    }
}
