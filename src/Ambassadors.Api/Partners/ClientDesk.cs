using System.Globalization;
using System.Security.Cryptography;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Partners;

/// <summary>Where partner systems are kept, by the administrator and from the command line alike.</summary>
public sealed class ClientDesk(AmbassadorsDbContext db, CurrentActor current, TimeProvider clock)
{
    /// <summary>The database.</summary>
    public AmbassadorsDbContext Db => db;

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = clock.Now();

    /// <summary>The partner systems. The documentation's own client is none.</summary>
    public IQueryable<Client> All => db.Clients.Where(client => client.OrganisationKind != null);

    /// <summary>Finds one, tracked.</summary>
    public Task<Client?> FindAsync(Guid id, CancellationToken cancellation) =>
        All.Include(client => client.Secrets).SingleOrDefaultAsync(client => client.Id == id, cancellation);

    /// <summary>Shows one; with its secret in the answer by which that is made.</summary>
    public ClientResponse Show(Client client, string? secret = null) => ClientResponse.Of(client, current, Now, secret);

    /// <summary>Judges what no form shows: who is referred to, whether the signatory is one, and time.</summary>
    public async Task<ProblemHttpResult?> JudgeAsync(ClientRequest request, Client? present, CancellationToken cancellation)
    {
        if ((await new References(db).OrganisationAsync(request.PoleSlug, request.ClusterSlug, cancellation)).Problem is { } unknown)
            return unknown;
        var unmet = new List<Refusal>();
        if (request.ExpiresAt <= Now && request.ExpiresAt != present?.ExpiresAt)
            unmet.Add(new Refusal("client.expiry_past", "#/expiresAt"));
        if (request.SignatoryId is { } signatory && !await IsSignatoryAsync(signatory, request, cancellation))
            unmet.Add(new Refusal("client.not_signatory", "#/signatoryId", request.Organisation!));
        return unmet.Count == 0 ? null : Problems.Refused([.. unmet]);
    }

    /// <summary>Registers a client that was judged. It gets a secret, unless it has keys.</summary>
    public async Task<(Client Client, string? Secret)> AddAsync(ClientRequest request, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{request.Organisation ?? "programme"}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        var client = Client.Of(request.Kind, request.Organisation, name, Now);
        request.WriteTo(client);
        var secret = request.Jwks is null ? AddSecret(client) : null;
        db.Clients.Add(client);
        Index(client);
        Journal(client, "create", request.Facts());
        await db.SaveChangesAsync(cancellation);
        return (client, secret);
    }

    /// <summary>Gives a client another secret; those before it are good until an instant.</summary>
    public string AddSecret(Client client, DateTimeOffset? othersUntil = null)
    {
        foreach (var other in client.Secrets.Where(one => one.IsGoodAt(Now)))
            other.EndBy(othersUntil ?? Now);
        var (secret, text) = ClientSecret.Make(Now);
        client.Secrets.Add(secret);
        return text;
    }

    /// <summary>Writes the next version of a client and its journal entry. The version is what concurrent changes collide on.</summary>
    public async Task RecordAsync(Client client, string what, JournalFacts facts, CancellationToken cancellation)
    {
        client.Version++;
        client.UpdatedAt = Now;
        Journal(client, what, facts);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Writes the words anew by which lists find a client.</summary>
    public async Task IndexAnewAsync(Client client, CancellationToken cancellation)
    {
        await db.SearchTerms.Where(term => term.OwnerId == client.Id).ExecuteDeleteAsync(cancellation);
        Index(client);
    }

    private void Index(Client client) =>
        db.SearchTerms.AddRange(Search.Words(client.DisplayName!, client.ClientId!).Distinct().Select(word => new SearchTerm { OwnerId = client.Id, Term = word }));

    private void Journal(Client client, string what, JournalFacts facts) =>
        db.Journal.Add(JournalEntry.Beside("client", client.Id, client.Version, client.File, what, current.Actor, Now, facts));

    private Task<bool> IsSignatoryAsync(Guid person, ClientRequest request, CancellationToken cancellation)
    {
        var role = request.Kind == OrganisationKind.Pole ? Role.PoleSignatory : Role.ClusterSignatory;
        var slug = request.Organisation;
        return db.Memberships.AnyAsync(m => m.PersonId == person && m.Role == role && (m.PoleSlug ?? m.ClusterSlug) == slug, cancellation);
    }
}
