using System.Data;
using System.Security.Cryptography;
using System.Text;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Mails;
using Ambassadors.Api.Matching;
using Ambassadors.Domain;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ambassadors.Api.Data;

/// <summary>The service's database: the programme's tables, the accounts, the identity server's and the keys.</summary>
public abstract class AmbassadorsDbContext(DbContextOptions options) : IdentityUserContext<Person, Guid>(options), IDataProtectionKeyContext
{
    private const string SearchDigest = nameof(SearchDigest);
    private static readonly string[] Organisations = ["PoleSlug", "ClusterSlug"];
    private readonly List<JournalEntry> _happened = [];

    public DbSet<Theme> Themes => Set<Theme>();
    public DbSet<Pole> Poles => Set<Pole>();
    public DbSet<Cluster> Clusters => Set<Cluster>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Cooperation> Cooperations => Set<Cooperation>();
    public DbSet<Call> Calls => Set<Call>();
    public DbSet<PoleQuota> PoleQuotas => Set<PoleQuota>();
    public DbSet<ExchangeApplication> Applications => Set<ExchangeApplication>();
    public DbSet<ApplicationSnapshot> Snapshots => Set<ApplicationSnapshot>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Pairing> Pairings => Set<Pairing>();
    public DbSet<PairingTerms> Terms => Set<PairingTerms>();
    public DbSet<MatchingRun> MatchingRuns => Set<MatchingRun>();
    public DbSet<MatchingInput> MatchingInputs => Set<MatchingInput>();
    public DbSet<InputApplication> InputApplications => Set<InputApplication>();
    public DbSet<InputOffer> InputOffers => Set<InputOffer>();
    public DbSet<MatchingResult> MatchingResults => Set<MatchingResult>();
    public DbSet<RunFile> RunFiles => Set<RunFile>();
    public DbSet<MatchingInstruction> MatchingInstructions => Set<MatchingInstruction>();
    public DbSet<Commitment> Commitments => Set<Commitment>();
    public DbSet<Exchange> Exchanges => Set<Exchange>();
    public DbSet<JournalEntry> Journal => Set<JournalEntry>();
    public DbSet<JournalPosition> JournalPositions => Set<JournalPosition>();
    public DbSet<UnnumberedEntry> UnnumberedEntries => Set<UnnumberedEntry>();
    public DbSet<JournalHead> JournalHeads => Set<JournalHead>();
    public DbSet<Disclosure> Disclosures => Set<Disclosure>();
    public DbSet<Statement> Statements => Set<Statement>();
    public DbSet<SearchTerm> SearchTerms => Set<SearchTerm>();
    public DbSet<Tombstone> Tombstones => Set<Tombstone>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<MailDelivery> MailDeliveries => Set<MailDelivery>();
    public DbSet<MailPreferences> MailPreferences => Set<MailPreferences>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();
    public DbSet<DeclaredConflict> Conflicts => Set<DeclaredConflict>();
    public DbSet<Client> Clients => Set<Client>();
    public DbSet<ClientSecret> ClientSecrets => Set<ClientSecret>();
    public DbSet<UsedAssertion> UsedAssertions => Set<UsedAssertion>();
    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookQueue> WebhookQueues => Set<WebhookQueue>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>What was journalled by this context since its transaction began: notices are drawn from it.</summary>
    public IReadOnlyList<JournalEntry> Happened => _happened;

    /// <summary>
    /// Begins the one transaction of a request that writes. From here on nothing tracked is believed: the work that
    /// follows reads afresh.
    /// </summary>
    public Task<IDbContextTransaction> BeginWorkAsync(CancellationToken cancellation) => BeginAsync(IsolationLevel.Unspecified, cancellation);

    /// <summary>Begins a transaction whose reads are all of one instant, however many they are.</summary>
    public Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellation) => BeginAsync(IsolationLevel.RepeatableRead, cancellation);

    private async Task<IDbContextTransaction> BeginAsync(IsolationLevel isolation, CancellationToken cancellation)
    {
        ChangeTracker.Clear();
        _happened.Clear();
        var transaction = await Database.BeginTransactionAsync(isolation, cancellation);
        await LimitLockWaitsAsync(cancellation);
        return transaction;
    }

    /// <summary>
    /// Holds resources until the transaction ends: what is read of an application's pairings, say, stays true until it is written.
    /// SQLite's transactions hold everything already; PostgreSQL's hold the rows that they update. Where an offer or a call is
    /// held too, the application comes first.
    /// </summary>
    public Task HoldAsync<TResource>(IQueryable<TResource> resources, CancellationToken cancellation) where TResource : Resource =>
        resources.ExecuteUpdateAsync(set => set.SetProperty(resource => resource.Version, resource => resource.Version), cancellation);

    /// <summary>Holds the pôle or the cluster of a file likewise; the programme can't be held.</summary>
    public async Task HoldOrganisationAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Pole is { } pole)
            await HoldAsync(Poles.Where(one => one.Slug == pole), cancellation);
        if (file.Cluster is { } cluster)
            await HoldAsync(Clusters.Where(one => one.Slug == cluster), cancellation);
    }

    /// <summary>Tells those whom a thing belonged to that it is gone from their sight. If it comes back and leaves again, the last time counts.</summary>
    public async Task BuryAsync(Tombstone tombstone, CancellationToken cancellation)
    {
        var (id, pole, cluster) = (tombstone.Id, tombstone.PoleSlug, tombstone.ClusterSlug);
        await Tombstones.Where(one => one.Id == id && one.PoleSlug == pole && one.ClusterSlug == cluster).ExecuteDeleteAsync(cancellation);
        Tombstones.Add(tombstone);
    }

    /// <summary>The next reference of a year, <c>AMB-2026-00042</c>: unique, gaps allowed.</summary>
    public async Task<string> NextReferenceAsync(int year, CancellationToken cancellation)
    {
        var numbers = await Database.SqlQuery<int>(
            $"""
            INSERT INTO reference_counters (year, last) VALUES ({year}, 1)
            ON CONFLICT (year) DO UPDATE SET last = reference_counters.last + 1
            RETURNING last AS "Value"
            """).ToListAsync(cancellation);
        return FormattableString.Invariant($"AMB-{year}-{numbers[0]:00000}");
    }

    /// <summary>Takes one of a pôle's places in a call, by a checked update; false where the last is taken.</summary>
    public async Task<bool> TakePlaceOfPoleAsync(Guid callId, string pole, int? places, CancellationToken cancellation)
    {
        await Database.ExecuteSqlAsync(
            $"INSERT INTO pole_quotas (call_id, pole_slug, submitted) VALUES ({callId}, {pole}, 0) ON CONFLICT (call_id, pole_slug) DO NOTHING",
            cancellation);
        var limit = places ?? int.MaxValue;
        return await PoleQuotas.Where(quota => quota.CallId == callId && quota.PoleSlug == pole && quota.Submitted < limit)
            .ExecuteUpdateAsync(set => set.SetProperty(quota => quota.Submitted, quota => quota.Submitted + 1), cancellation) == 1;
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Cascades are settled first, so that what follows sees every change once.
        ChangeTracker.DetectChanges();
        var entries = ChangeTracker.Entries<Resource>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList();
        foreach (var entry in entries)
        {
            var happenings = entry.Entity.TakeHappenings();
            Journal.AddRange(happenings);
            _happened.AddRange(happenings);
            if (entry.Entity.SearchTerms().Any())
                await IndexAsync(entry.Entity, entry.Property<string?>(SearchDigest), entry.State == EntityState.Modified, cancellationToken);
        }

        Tombstones.AddRange(ChangeTracker.Entries<Resource>().Where(entry => entry.State == EntityState.Deleted).Select(entry => Tombstone.Of(entry.Entity)).ToList());

        // What leaves the pool is gone for those who saw it there alone.
        foreach (var entry in entries.Where(entry => entry is { State: EntityState.Modified, Entity: Offer { Status: not OfferStatus.Published } }
            && entry.Property<OfferStatus>(nameof(Offer.Status)).OriginalValue == OfferStatus.Published))
        {
            await BuryAsync(Tombstone.Of(entry.Entity), cancellationToken);
        }

        // Names of accounts do not change: their words are written once.
        foreach (var person in ChangeTracker.Entries<Person>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToList())
        {
            person.UpdatedAt = person.CreatedAt;
            SearchTerms.AddRange(Search.Words(person.Name, person.Email).Select(word => new SearchTerm { OwnerId = person.Id, Term = word }));
        }

        // A bounce is of an address, not of a person.
        foreach (var entry in ChangeTracker.Entries<Person>().Where(entry => entry.State == EntityState.Modified && HasNewAddress(entry)))
            entry.Entity.EmailBouncesSince = null;

        // In the transaction of what happened, so that none is without its mail, nor a mail without it.
        foreach (var notice in ChangeTracker.Entries<Notice>().Where(entry => entry.State == EntityState.Added))
            notice.Entity.MailAt = notice.Entity.At;
        UnnumberedEntries.AddRange(ChangeTracker.Entries<JournalEntry>().Where(entry => entry.State == EntityState.Added)
            .Select(entry => new UnnumberedEntry { EntryId = entry.Entity.Id }).ToList());
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>The last position of the journal; 0 where it has none.</summary>
    public async Task<long> HeadPositionAsync(CancellationToken cancellation) => await JournalPositions.MaxAsync(one => (long?)one.Position, cancellation) ?? 0;

    /// <summary>Has the numbering of the journal to itself, among all instances, until the transaction ends; waits for whoever has it.</summary>
    public abstract Task HoldNumberingAsync(CancellationToken cancellation);

    /// <summary>Writes whom a reading showed, in one statement however many they are.</summary>
    public abstract Task DiscloseAsync(Guid entry, IReadOnlyList<Disclosure> shown, CancellationToken cancellation);

    /// <summary>Says that a wait for somebody else's lock ends after five seconds.</summary>
    protected abstract Task LimitLockWaitsAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        foreach (var type in typeof(Resource).Assembly.GetExportedTypes().Where(type => type.IsEnum))
            configurationBuilder.Properties(type).HaveConversion(typeof(WireEnumConverter<>).MakeGenericType(type)).HaveMaxLength(40);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Client, ClientAuthorization, ClientScope, ClientToken, Guid>();
        builder.ApplyConfigurationsFromAssembly(typeof(AmbassadorsDbContext).Assembly);
        foreach (var type in builder.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(Resource))))
        {
            var entity = builder.Entity(type.ClrType);
            entity.HasKey(nameof(Resource.Id));
            entity.Property(nameof(Resource.Id)).ValueGeneratedNever();
            entity.Property(nameof(Resource.Version)).IsConcurrencyToken();
            entity.Property<string?>(SearchDigest).HasMaxLength(32);
            entity.Ignore(nameof(Resource.File)).Ignore(nameof(Resource.Noun));

            // What changed last, of all and of one organisation.
            entity.HasIndex(nameof(Resource.UpdatedAt), nameof(Resource.Id));
            foreach (var organisation in Organisations.Where(name => type.FindProperty(name) is not null))
                entity.HasIndex(organisation, nameof(Resource.UpdatedAt), nameof(Resource.Id));
        }
    }

    // The identity framework marks every column of an account as modified.
    private static bool HasNewAddress(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry<Person> entry) =>
        entry.Property(person => person.NormalizedEmail) is { } email && email.OriginalValue != email.CurrentValue;

    private async Task IndexAsync(
        Resource resource, Microsoft.EntityFrameworkCore.ChangeTracking.PropertyEntry<Resource, string?> digest, bool known, CancellationToken cancellation)
    {
        string[] terms = [.. resource.SearchTerms().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var now = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', terms))))[..32];
        if (digest.CurrentValue == now)
            return;
        digest.CurrentValue = now;
        if (known)
            await SearchTerms.Where(term => term.OwnerId == resource.Id).ExecuteDeleteAsync(cancellation);
        SearchTerms.AddRange(terms.Select(term => new SearchTerm { OwnerId = resource.Id, Term = term }));
    }
}
