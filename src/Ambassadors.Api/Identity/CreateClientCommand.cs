using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Ambassadors.Api.Http.Scopes;

namespace Ambassadors.Api.Identity;

/// <summary><c>create-client</c>: registers a partner system that acts for one organisation, and prints its secret, which is kept nowhere.</summary>
public static class CreateClientCommand
{
    private const string Usage =
        """
        usage: create-client --organisation pole:SLUG|cluster:SLUG|programme --name NAME --scopes "read …" [--signatory EMAIL]
        The scope sign needs --signatory: a signatory of the organisation, who answers for what the client submits, consents and signs.
        A client of the programme reads everything and changes nothing: its scope is read.
        """;

    /// <summary>Does it.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter to)
    {
        if (CommandLine.Read(arguments, "--organisation", "--name", "--scopes", "--signatory") is not ([], var options)
            || !options.TryGetValue("--organisation", out var organisation) || !options.TryGetValue("--name", out var name) || !options.TryGetValue("--scopes", out var scopeList)
            || OrganisationOf(organisation) is not var (kind, slug) || string.IsNullOrWhiteSpace(name))
        {
            await to.WriteLineAsync(Usage);
            return 2;
        }

        await Preparation.RequireAsync(services, CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        string[] scopes = [.. scopeList.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var (signatory, fault) = await JudgeAsync(db, kind, slug, scopes, options.GetValueOrDefault("--signatory"));
        if (fault is not null)
        {
            await to.WriteLineAsync(fault);
            return 1;
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var client = await RegisterAsync(scope.ServiceProvider, db, new Client { OrganisationKind = kind, Organisation = slug, SignatoryId = signatory }, name, scopes, secret);
        await to.WriteLineAsync(
            $"""
            {name} acts for {organisation}{(signatory is null ? "" : $"; {options["--signatory"]} answers for it")}. The secret is shown this once.
            client_id      {client.ClientId}
            client_secret  {secret}
            """);
        return 0;
    }

    private static async Task<Client> RegisterAsync(
        IServiceProvider services, AmbassadorsDbContext db, Client client, string name, string[] scopes, string secret)
    {
        var clients = services.GetRequiredService<OpenIddictApplicationManager<Client>>();
        var now = services.GetRequiredService<TimeProvider>().Now();
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = string.Create(CultureInfo.InvariantCulture, $"{client.Organisation ?? "programme"}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"),
            ClientType = ClientTypes.Confidential,
            DisplayName = name,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials }
        };
        descriptor.Permissions.UnionWith(scopes.Select(one => Permissions.Prefixes.Scope + one));

        await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
        await clients.PopulateAsync(client, descriptor);
        await clients.CreateAsync(client, secret);
        var file = new CaseFile(
            client.OrganisationKind == OrganisationKind.Pole ? client.Organisation : null, client.OrganisationKind == OrganisationKind.Cluster ? client.Organisation : null);
        db.Journal.Add(JournalEntry.Beside("client", client.Id, 1, file, "create", Actor.Service, now,
            new JournalFacts().Add("scopes", string.Join(' ', scopes)).Add("signatory", client.SignatoryId)));
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return client;
    }

    private static async Task<(Guid? Signatory, string? Fault)> JudgeAsync(
        AmbassadorsDbContext db, OrganisationKind kind, string? slug, string[] scopes, string? signatoryAddress)
    {
        if (scopes.Except(Scopes.All).ToArray() is { Length: > 0 } unknown)
            return (null, $"There is no scope {string.Join(", ", unknown)}. The scopes are {string.Join(", ", Scopes.All)}.");
        if (scopes.Length == 0)
            return (null, $"--scopes is empty. The scopes are {string.Join(", ", Scopes.All)}.");
        if (kind == OrganisationKind.Programme && scopes is not [Scopes.Read])
            return (null, "A client of the programme reads everything and changes nothing: its scope is read.");
        var isThere = kind switch
        {
            OrganisationKind.Pole => await db.Poles.AnyAsync(pole => pole.Slug == slug),
            OrganisationKind.Cluster => await db.Clusters.AnyAsync(cluster => cluster.Slug == slug),
            OrganisationKind.Programme => true
        };
        if (!isThere)
            return (null, $"There is no {kind.ToString().ToLowerInvariant()} {slug}.");
        if (scopes.Contains(Scopes.Sign) != signatoryAddress is not null)
            return (null, "The scope sign and --signatory go together: somebody has to answer for what the client signs.");
        if (signatoryAddress is null)
            return (null, null);

        var normalized = signatoryAddress.ToUpperInvariant();
        var role = kind == OrganisationKind.Pole ? Role.PoleSignatory : Role.ClusterSignatory;
        var signatory = await db.Users.Where(person => person.NormalizedEmail == normalized
                && person.Memberships.Any(m => m.Role == role && (kind == OrganisationKind.Pole ? m.PoleSlug : m.ClusterSlug) == slug))
            .Select(person => (Guid?)person.Id).SingleOrDefaultAsync();
        return signatory is null ? (null, $"{signatoryAddress} is no signatory of {slug}.") : (signatory, null);
    }

    private static (OrganisationKind Kind, string? Slug)? OrganisationOf(string text) => text.Split(':') switch
    {
        ["pole", { Length: > 0 } slug] => (OrganisationKind.Pole, slug),
        ["cluster", { Length: > 0 } slug] => (OrganisationKind.Cluster, slug),
        ["programme"] => (OrganisationKind.Programme, null),
        _ => null
    };
}
