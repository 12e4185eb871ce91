using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Mails;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.Pairings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ambassadors.Api.Data.Configurations;

/// <summary>Which table each noun has, and the indexes and checks that keep its invariants where two requests can race.</summary>
internal sealed class Tables :
    IEntityTypeConfiguration<Theme>, IEntityTypeConfiguration<Pole>, IEntityTypeConfiguration<Cluster>, IEntityTypeConfiguration<Member>,
    IEntityTypeConfiguration<Cooperation>, IEntityTypeConfiguration<Call>, IEntityTypeConfiguration<CallRevision>, IEntityTypeConfiguration<PoleQuota>,
    IEntityTypeConfiguration<ExchangeApplication>, IEntityTypeConfiguration<ApplicationSnapshot>, IEntityTypeConfiguration<Offer>,
    IEntityTypeConfiguration<Pairing>, IEntityTypeConfiguration<PairingTerms>, IEntityTypeConfiguration<Consent>, IEntityTypeConfiguration<Approval>,
    IEntityTypeConfiguration<Commitment>, IEntityTypeConfiguration<Exchange>,
    IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<JournalPosition>, IEntityTypeConfiguration<UnnumberedEntry>, IEntityTypeConfiguration<JournalHead>,
    IEntityTypeConfiguration<Disclosure>, IEntityTypeConfiguration<Statement>, IEntityTypeConfiguration<SearchTerm>, IEntityTypeConfiguration<ReferenceCounter>,
    IEntityTypeConfiguration<Tombstone>,
    IEntityTypeConfiguration<Notice>, IEntityTypeConfiguration<Reminder>, IEntityTypeConfiguration<IdempotencyRecord>,
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Membership>, IEntityTypeConfiguration<ExternalIdentity>, IEntityTypeConfiguration<DeclaredConflict>,
    IEntityTypeConfiguration<Client>, IEntityTypeConfiguration<ClientSecret>, IEntityTypeConfiguration<UsedAssertion>
{
    internal const int SlugLength = 80;

    public void Configure(EntityTypeBuilder<Theme> theme)
    {
        theme.ToTable("themes");
        theme.Property(t => t.Code).HasMaxLength(SlugLength);
        theme.HasIndex(t => t.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Pole> pole)
    {
        pole.ToTable("poles");
        pole.HasAlternateKey(p => p.Slug);
        pole.Property(p => p.Slug).HasMaxLength(SlugLength);
        pole.Property(p => p.Regions).HasJsonText();
        pole.Property(p => p.Themes).HasJsonText();
        pole.Property(p => p.Notes).HasJsonText();
        pole.HasIndex(p => new { p.SortName, p.Id });
    }

    public void Configure(EntityTypeBuilder<Cluster> cluster)
    {
        cluster.ToTable("clusters");
        cluster.HasAlternateKey(c => c.Slug);
        cluster.Property(c => c.Slug).HasMaxLength(SlugLength);
        cluster.Property(c => c.Themes).HasJsonText();
        cluster.HasIndex(c => new { c.SortName, c.Id });
    }

    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("members");
        member.Property(m => m.Languages).HasJsonText();
        member.Property(m => m.Themes).HasJsonText();
        member.HasOne<Pole>().WithMany().HasForeignKey(m => m.PoleSlug).HasPrincipalKey(p => p.Slug).OnDelete(DeleteBehavior.Restrict);
        member.HasOne<Cluster>().WithMany().HasForeignKey(m => m.ClusterSlug).HasPrincipalKey(c => c.Slug).OnDelete(DeleteBehavior.Restrict);
        member.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.SetNull);
        member.HasIndex(m => new { m.PoleSlug, m.SortName, m.Id });
        member.HasIndex(m => new { m.ClusterSlug, m.SortName, m.Id });
    }

    public void Configure(EntityTypeBuilder<Cooperation> cooperation)
    {
        cooperation.ToTable("cooperations");
        cooperation.Property(c => c.SignedOn).HasMaxLength(10);
        cooperation.HasOne<Pole>().WithMany().HasForeignKey(c => c.PoleSlug).HasPrincipalKey(p => p.Slug).OnDelete(DeleteBehavior.Restrict);
        cooperation.HasOne<Cluster>().WithMany().HasForeignKey(c => c.ClusterSlug).HasPrincipalKey(c => c.Slug).OnDelete(DeleteBehavior.Restrict);
        cooperation.HasIndex(c => new { c.PoleSlug, c.Id });
        cooperation.HasIndex(c => new { c.ClusterSlug, c.Id });
    }

    public void Configure(EntityTypeBuilder<Call> call)
    {
        call.ToTable("calls", table => table.HasCheckConstraint("ck_calls_committed_within_budget", "committed_amount >= 0 AND committed_amount <= budget_amount"));
        call.Property(c => c.Currency).HasMaxLength(3);
        call.HasMany(c => c.Revisions).WithOne().HasForeignKey(r => r.CallId);
        call.Navigation(c => c.Revisions).AutoInclude().UsePropertyAccessMode(PropertyAccessMode.Field);
        call.Ignore(c => c.Rules).Ignore(c => c.Budget).Ignore(c => c.Committed).Ignore(c => c.Left);

        // Moved by checked updates alone: what the context read of it is never written back.
        call.Property(c => c.CommittedAmount).Metadata.SetAfterSaveBehavior(Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
        call.HasIndex(c => new { c.Status, c.Id });
        call.HasIndex(c => new { c.Status, c.OpensAt });
        call.HasIndex(c => new { c.Status, c.ClosesAt });
    }

    public void Configure(EntityTypeBuilder<CallRevision> revision)
    {
        revision.ToTable("call_revisions");
        revision.HasKey(r => new { r.CallId, r.Number });
        revision.Property(r => r.Rules).HasJsonText();
    }

    public void Configure(EntityTypeBuilder<PoleQuota> quota)
    {
        quota.ToTable("pole_quotas");
        quota.HasKey(q => new { q.CallId, q.PoleSlug });
        quota.Property(q => q.PoleSlug).HasMaxLength(SlugLength);
    }

    public void Configure(EntityTypeBuilder<ExchangeApplication> application)
    {
        application.ToTable("applications");
        application.Property(a => a.PoleSlug).HasMaxLength(SlugLength);
        application.Property(a => a.Reference).HasMaxLength(20);
        application.Property(a => a.PartnerReference).HasMaxLength(100);
        application.Property(a => a.Content).HasJsonText();
        application.Ignore(a => a.DueAt);
        application.HasOne<Call>().WithMany().HasForeignKey(a => a.CallId).OnDelete(DeleteBehavior.Restrict);
        application.HasOne<Pole>().WithMany().HasForeignKey(a => a.PoleSlug).HasPrincipalKey(p => p.Slug).OnDelete(DeleteBehavior.Restrict);
        application.HasOne<Member>().WithMany().HasForeignKey(a => a.AmbassadorId).OnDelete(DeleteBehavior.Restrict);
        application.HasIndex(a => a.Reference).IsUnique();
        application.HasIndex(a => new { a.PoleSlug, a.PartnerReference }).IsUnique();
        application.HasIndex(a => new { a.Status, a.Id });
        application.HasIndex(a => new { a.CallId, a.Status, a.Id });
        application.HasIndex(a => new { a.CallId, a.Id });
        application.HasIndex(a => new { a.PoleSlug, a.Id });
        application.HasIndex(a => new { a.AmbassadorId, a.Id });
        application.HasIndex(a => new { a.Status, a.ClockEndsAt });
    }

    public void Configure(EntityTypeBuilder<ApplicationSnapshot> snapshot)
    {
        snapshot.ToTable("application_snapshots");
        snapshot.HasKey(s => new { s.ApplicationId, s.Number });
        snapshot.Property(s => s.Content).HasJsonText();
        snapshot.Property(s => s.Hash).HasMaxLength(64);
        snapshot.HasOne<ExchangeApplication>().WithMany().HasForeignKey(s => s.ApplicationId);
    }

    public void Configure(EntityTypeBuilder<Offer> offer)
    {
        offer.ToTable("offers", table => table.HasCheckConstraint("ck_offers_places_taken", "places_taken >= 0 AND places_taken <= capacity"));
        offer.Property(o => o.ClusterSlug).HasMaxLength(SlugLength);
        offer.Property(o => o.Country).HasMaxLength(2);
        offer.Property(o => o.PartnerReference).HasMaxLength(100);
        offer.Property(o => o.Content).HasJsonText();
        offer.Property(o => o.PlacesTaken).Metadata.SetAfterSaveBehavior(Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
        offer.Ignore(o => o.PlacesLeft).Ignore(o => o.ReconfirmBy);
        offer.HasOne<Cluster>().WithMany().HasForeignKey(o => o.ClusterSlug).HasPrincipalKey(c => c.Slug).OnDelete(DeleteBehavior.Restrict);
        offer.HasOne<Member>().WithMany().HasForeignKey(o => o.CounterpartId).OnDelete(DeleteBehavior.Restrict);
        offer.HasIndex(o => new { o.ClusterSlug, o.PartnerReference }).IsUnique();
        offer.HasIndex(o => new { o.Status, o.Id });
        offer.HasIndex(o => new { o.ClusterSlug, o.Id });
        offer.HasIndex(o => new { o.Country, o.Id });
        offer.HasIndex(o => new { o.Status, o.EndsOn });
        offer.HasIndex(o => new { o.Status, o.ConfirmedAt });
    }

    public void Configure(EntityTypeBuilder<Pairing> pairing)
    {
        pairing.ToTable("pairings");
        pairing.Property(p => p.PoleSlug).HasMaxLength(SlugLength);
        pairing.Property(p => p.ClusterSlug).HasMaxLength(SlugLength);
        pairing.Property(p => p.Country).HasMaxLength(2);
        pairing.Property(p => p.TermsHash).HasMaxLength(64);
        pairing.Property(p => p.Terms).HasJsonText();
        pairing.Ignore(p => p.PartiesNeeded).Ignore(p => p.CurrentConsents).Ignore(p => p.CurrentApprovals).Ignore(p => p.DueApprover).Ignore(p => p.NextApprovalIsLast);
        pairing.HasOne<ExchangeApplication>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        pairing.HasOne<Offer>().WithMany().HasForeignKey(p => p.OfferId).OnDelete(DeleteBehavior.Restrict);
        pairing.HasMany(p => p.Versions).WithOne().HasForeignKey(t => t.PairingId);
        pairing.HasMany(p => p.Consents).WithOne().HasForeignKey(c => c.PairingId);
        pairing.HasMany(p => p.Approvals).WithOne().HasForeignKey(a => a.PairingId);
        pairing.Navigation(p => p.Versions).UsePropertyAccessMode(PropertyAccessMode.Field);
        pairing.Navigation(p => p.Consents).AutoInclude().UsePropertyAccessMode(PropertyAccessMode.Field);
        pairing.Navigation(p => p.Approvals).AutoInclude().UsePropertyAccessMode(PropertyAccessMode.Field);

        // At most one pairing before the approvers or approved per application; one open per application and offer.
        pairing.HasIndex(p => p.ApplicationId, "ux_pairings_one_in_approval").IsUnique().HasFilter("status IN ('in_approval', 'approved')");
        pairing.HasIndex(p => new { p.ApplicationId, p.OfferId }, "ux_pairings_one_open").IsUnique().HasFilter("status IN ('proposed', 'consented', 'in_approval')");
        pairing.HasIndex(p => new { p.ApplicationId, p.Id });
        pairing.HasIndex(p => new { p.OfferId, p.Id });
        pairing.HasIndex(p => new { p.Status, p.Id });
        pairing.HasIndex(p => new { p.CallId, p.Id });
        pairing.HasIndex(p => new { p.PoleSlug, p.Id });
        pairing.HasIndex(p => new { p.ClusterSlug, p.Id });
        pairing.HasIndex(p => new { p.Country, p.Id });
        pairing.HasIndex(p => new { p.RunId, p.Id });
        pairing.HasIndex(p => new { p.Status, p.ExpiresAt });
        pairing.HasIndex(p => new { p.Status, p.StartsOn });
    }

    public void Configure(EntityTypeBuilder<PairingTerms> terms)
    {
        terms.ToTable("pairing_terms");
        terms.HasKey(t => new { t.PairingId, t.Version });
        terms.Property(t => t.Proposed).HasJsonText();
        terms.Property(t => t.TermsHash).HasMaxLength(64);
        terms.Property(t => t.ContentHash).HasMaxLength(64);
        terms.HasIndex(t => t.ContentHash);
    }

    public void Configure(EntityTypeBuilder<Consent> consent)
    {
        consent.ToTable("consents");
        consent.Property(c => c.Id).ValueGeneratedNever();
        consent.Property(c => c.TermsHash).HasMaxLength(64);
        consent.HasIndex(c => new { c.PairingId, c.TermsVersion, c.Party }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Approval> approval)
    {
        approval.ToTable("approvals");
        approval.Property(a => a.Id).ValueGeneratedNever();
        approval.HasIndex(a => new { a.PairingId, a.TermsVersion, a.Step }).IsUnique();
        approval.HasIndex(a => new { a.PairingId, a.TermsVersion, a.PersonId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Commitment> commitment)
    {
        commitment.ToTable("commitments");
        commitment.Property(c => c.Currency).HasMaxLength(3);
        commitment.HasOne<Pairing>().WithMany().HasForeignKey(c => c.PairingId).OnDelete(DeleteBehavior.Restrict);
        commitment.HasIndex(c => c.PairingId).IsUnique();
        commitment.HasIndex(c => new { c.CallId, c.Status });
    }

    public void Configure(EntityTypeBuilder<Exchange> exchange)
    {
        exchange.ToTable("exchanges");
        exchange.Property(e => e.Legs).HasJsonText();
        exchange.Property(e => e.Currency).HasMaxLength(3);
        exchange.HasOne<Pairing>().WithMany().HasForeignKey(e => e.PairingId).OnDelete(DeleteBehavior.Restrict);
        exchange.HasIndex(e => e.PairingId).IsUnique();
        exchange.HasIndex(e => new { e.Status, e.Id });
        exchange.HasIndex(e => new { e.CallId, e.Id });
        exchange.HasIndex(e => new { e.PoleSlug, e.Id });
        exchange.HasIndex(e => new { e.ClusterSlug, e.Id });
    }

    public void Configure(EntityTypeBuilder<JournalEntry> entry)
    {
        entry.ToTable("journal");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Data).HasJsonText();
        entry.Property(e => e.MotiveDigest).HasMaxLength(64);
        entry.HasOne(e => e.Statement).WithOne().HasForeignKey<Statement>(s => s.EntryId);
        entry.HasIndex(e => new { e.ResourceId, e.ResourceVersion }).IsUnique();

        // What auditors look for; of a resource, the index above.
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => new { e.ActorId, e.At });
        entry.HasIndex(e => new { e.Organisation, e.At });
        entry.HasIndex(e => new { e.What, e.At });
        entry.HasIndex(e => new { e.ResourceType, e.At });
    }

    public void Configure(EntityTypeBuilder<JournalPosition> position)
    {
        position.ToTable("journal_positions");
        position.HasKey(p => p.Position);
        position.Property(p => p.Position).ValueGeneratedNever();
        position.Property(p => p.Hash).HasMaxLength(64);
        position.HasOne(p => p.Entry).WithOne().HasForeignKey<JournalPosition>(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UnnumberedEntry> unnumbered)
    {
        unnumbered.ToTable("journal_unnumbered");
        unnumbered.HasKey(u => u.Sequence);
        unnumbered.HasOne(u => u.Entry).WithOne().HasForeignKey<UnnumberedEntry>(u => u.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<JournalHead> head)
    {
        head.ToTable("journal_heads");
        head.HasKey(h => h.Number);
        head.Property(h => h.Number).ValueGeneratedNever();
        head.HasIndex(h => h.ToPosition).IsUnique();
        foreach (var hash in (string[])[nameof(JournalHead.ChainHash), nameof(JournalHead.Root), nameof(JournalHead.PreviousHash), nameof(JournalHead.Hash)])
            head.Property(hash).HasMaxLength(64);
    }

    // By whom it shows, the newest last: what a person is told of, and whether the same was read a moment ago.
    public void Configure(EntityTypeBuilder<Disclosure> disclosure)
    {
        disclosure.ToTable("disclosures");
        disclosure.HasKey(d => new { d.SubjectId, d.EntryId });
        disclosure.HasOne(d => d.Entry).WithMany().HasForeignKey(d => d.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Statement> statement)
    {
        statement.ToTable("statements");
        statement.HasKey(s => s.EntryId);
    }

    public void Configure(EntityTypeBuilder<SearchTerm> term)
    {
        term.ToTable("search_terms");
        term.HasKey(t => new { t.Term, t.OwnerId });
        term.Property(t => t.Term).HasMaxLength(120);
        term.HasIndex(t => new { t.OwnerId, t.Term });
    }

    public void Configure(EntityTypeBuilder<ReferenceCounter> counter)
    {
        counter.ToTable("reference_counters");
        counter.HasKey(c => c.Year);
        counter.Property(c => c.Year).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Tombstone> tombstone)
    {
        tombstone.ToTable("tombstones");
        tombstone.HasKey(t => t.Key);
        tombstone.Property(t => t.Key).ValueGeneratedNever();
        tombstone.Property(t => t.Noun).HasMaxLength(40);
        tombstone.Property(t => t.PoleSlug).HasMaxLength(SlugLength);
        tombstone.Property(t => t.ClusterSlug).HasMaxLength(SlugLength);
        tombstone.HasIndex(t => new { t.Noun, t.PoleSlug, t.ClusterSlug, t.DeletedAt, t.Id });
        tombstone.HasIndex(t => new { t.Noun, t.DeletedAt, t.Id });
        tombstone.HasIndex(t => t.Id);
        tombstone.HasIndex(t => new { t.PersonId, t.DeletedAt, t.Id });
    }

    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.ToTable("notices");
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.MailAt).IsConcurrencyToken();
        notice.HasOne<MailDelivery>().WithMany().HasForeignKey(n => n.MailId).OnDelete(DeleteBehavior.SetNull);
        notice.HasIndex(n => new { n.MailAt, n.Id }).HasFilter("mail_at IS NOT NULL");
        notice.HasIndex(n => new { n.PersonId, n.Id });
        notice.HasOne<Person>().WithMany().HasForeignKey(n => n.PersonId);
    }

    public void Configure(EntityTypeBuilder<Reminder> reminder)
    {
        reminder.ToTable("reminders");
        reminder.HasKey(r => new { r.ResourceId, r.Kind, r.DueAt });
        reminder.Property(r => r.Kind).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<IdempotencyRecord> record)
    {
        record.ToTable("idempotency_records");
        record.HasKey(r => r.Scope);
        record.Property(r => r.Scope).HasMaxLength(64);
        record.Property(r => r.BodyHash).HasMaxLength(64);
        record.HasIndex(r => r.At);
    }

    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("people");
        person.Property(p => p.Version).IsConcurrencyToken();
        person.Property(p => p.Language).HasMaxLength(2);
        person.HasIndex(p => new { p.SortName, p.Id });
        person.HasIndex(p => new { p.UpdatedAt, p.Id });
        person.HasIndex(p => p.NormalizedEmail).IsUnique();
        person.HasMany(p => p.Memberships).WithOne().HasForeignKey(m => m.PersonId);
    }

    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.ToTable("memberships");
        membership.Property(m => m.Id).ValueGeneratedNever();
        membership.Ignore(m => m.Organisation);
        membership.HasOne<Pole>().WithMany().HasForeignKey(m => m.PoleSlug).HasPrincipalKey(p => p.Slug).OnDelete(DeleteBehavior.Restrict);
        membership.HasOne<Cluster>().WithMany().HasForeignKey(m => m.ClusterSlug).HasPrincipalKey(c => c.Slug).OnDelete(DeleteBehavior.Restrict);
        membership.HasIndex(m => new { m.PersonId, m.Role });
        membership.HasIndex(m => new { m.PoleSlug, m.Role });
        membership.HasIndex(m => new { m.ClusterSlug, m.Role });
    }

    public void Configure(EntityTypeBuilder<ExternalIdentity> identity)
    {
        identity.ToTable("external_identities");
        identity.HasKey(i => new { i.Issuer, i.Subject });
        identity.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId);
    }

    public void Configure(EntityTypeBuilder<DeclaredConflict> conflict)
    {
        conflict.ToTable("declared_conflicts");
        conflict.Property(c => c.Id).ValueGeneratedNever();
        conflict.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        conflict.HasIndex(c => new { c.PersonId, c.Id });
    }

    public void Configure(EntityTypeBuilder<Client> client)
    {
        client.Property(c => c.Version).IsConcurrencyToken();
        client.Property(c => c.AllowedAddresses).HasJsonText();
        client.Ignore(c => c.Scopes).Ignore(c => c.File);
        client.HasMany(c => c.Secrets).WithOne().HasForeignKey(s => s.OwnerId);
        client.HasIndex(c => new { c.CreatedAt, c.Id });
        client.HasIndex(c => new { c.UpdatedAt, c.Id });
        client.HasIndex(c => new { c.Organisation, c.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<ClientSecret> secret)
    {
        secret.ToTable("client_secrets");
        secret.HasKey(s => s.Hash);
        secret.Property(s => s.Hash).HasMaxLength(64);
        secret.HasIndex(s => s.EndsAt);
    }

    public void Configure(EntityTypeBuilder<UsedAssertion> assertion)
    {
        assertion.ToTable("used_assertions");
        assertion.HasKey(a => a.Hash);
        assertion.Property(a => a.Hash).HasMaxLength(64);
        assertion.HasIndex(a => a.EndsAt);
    }
}
