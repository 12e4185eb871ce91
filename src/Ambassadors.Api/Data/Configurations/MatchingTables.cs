using Ambassadors.Api.Matching;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ambassadors.Api.Data.Configurations;

/// <summary>The tables of the matching. What a run found, and what it found it from, is written once.</summary>
internal sealed class MatchingTables :
    IEntityTypeConfiguration<MatchingRun>, IEntityTypeConfiguration<MatchingInput>, IEntityTypeConfiguration<InputApplication>, IEntityTypeConfiguration<InputOffer>,
    IEntityTypeConfiguration<MatchingResult>, IEntityTypeConfiguration<RunFile>, IEntityTypeConfiguration<MatchingInstruction>
{
    public void Configure(EntityTypeBuilder<MatchingRun> run)
    {
        run.ToTable("matching_runs");
        run.Property(r => r.Overrides).HasJsonText();
        run.Property(r => r.Settings).HasJsonText();
        run.Property(r => r.Figures).HasJsonText();
        run.Property(r => r.Infeasible).HasJsonText();
        run.Property(r => r.ProblemHash).HasMaxLength(64);
        run.Property(r => r.Currency).HasMaxLength(3);
        run.HasOne<Call>().WithMany().HasForeignKey(r => r.CallId).OnDelete(DeleteBehavior.Restrict);
        run.HasOne<MatchingInput>().WithMany().HasForeignKey(r => r.InputId).OnDelete(DeleteBehavior.Restrict);
        run.HasIndex(r => new { r.CallId, r.Id });
        run.HasIndex(r => new { r.Status, r.Id });
    }

    public void Configure(EntityTypeBuilder<MatchingInput> input)
    {
        input.ToTable("matching_inputs");
        input.Property(i => i.Id).ValueGeneratedNever();
        input.Property(i => i.Currency).HasMaxLength(3);
        input.Property(i => i.Weights).HasJsonText();
        input.Property(i => i.Quotas).HasJsonText();
        input.Property(i => i.Locks).HasJsonText();
        input.Property(i => i.Held).HasJsonText();
        input.Property(i => i.Forbids).HasJsonText();
        input.Property(i => i.Announced).HasJsonText();
        input.Property(i => i.UsedPerPole).HasJsonText();
        input.Property(i => i.UsedPerCountry).HasJsonText();
        input.HasIndex(i => new { i.CallId, i.Id });
    }

    public void Configure(EntityTypeBuilder<InputApplication> application)
    {
        application.ToTable("matching_input_applications");
        application.HasKey(a => new { a.InputId, a.ApplicationId });
        application.Property(a => a.PoleSlug).HasMaxLength(Tables.SlugLength);
        application.Property(a => a.Candidates).HasJsonText();
        application.Property(a => a.Refusals).HasJsonText();
        application.Property(a => a.NearestMisses).HasJsonText();
        application.HasOne<MatchingInput>().WithMany().HasForeignKey(a => a.InputId);
    }

    public void Configure(EntityTypeBuilder<InputOffer> offer)
    {
        offer.ToTable("matching_input_offers");
        offer.HasKey(o => new { o.InputId, o.OfferId });
        offer.Property(o => o.ClusterSlug).HasMaxLength(Tables.SlugLength);
        offer.Property(o => o.Country).HasMaxLength(2);
        offer.HasOne<MatchingInput>().WithMany().HasForeignKey(o => o.InputId);
    }

    public void Configure(EntityTypeBuilder<MatchingResult> result)
    {
        result.ToTable("matching_results");
        result.HasKey(r => new { r.RunId, r.ApplicationId });
        result.Property(r => r.PoleSlug).HasMaxLength(Tables.SlugLength);
        result.Property(r => r.ClusterSlug).HasMaxLength(Tables.SlugLength);
        result.Property(r => r.Country).HasMaxLength(2);
        result.Property(r => r.Pair).HasJsonText();
        result.Property(r => r.Waivers).HasJsonText();
        result.Property(r => r.Reason).HasMaxLength(40);
        result.Property(r => r.Basis).HasMaxLength(20);
        result.Property(r => r.Lottery).HasMaxLength(20);
        result.HasOne<MatchingRun>().WithMany().HasForeignKey(r => r.RunId).OnDelete(DeleteBehavior.Restrict);
        result.HasIndex(r => new { r.ApplicationId, r.RunId });
    }

    public void Configure(EntityTypeBuilder<RunFile> file)
    {
        file.ToTable("matching_run_files");
        file.HasKey(f => new { f.RunId, f.Kind });
        file.Property(f => f.Kind).HasMaxLength(20);
        file.HasOne<MatchingRun>().WithMany().HasForeignKey(f => f.RunId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MatchingInstruction> instruction)
    {
        instruction.ToTable("matching_instructions");
        instruction.Property(i => i.PoleSlug).HasMaxLength(Tables.SlugLength);
        instruction.Property(i => i.ClusterSlug).HasMaxLength(Tables.SlugLength);
        instruction.Ignore(i => i.Pair);
        instruction.HasOne<ExchangeApplication>().WithMany().HasForeignKey(i => i.ApplicationId).OnDelete(DeleteBehavior.Restrict);
        instruction.HasOne<Offer>().WithMany().HasForeignKey(i => i.OfferId).OnDelete(DeleteBehavior.Restrict);

        // One instruction in force per pair, one lock per application.
        instruction.HasIndex(i => new { i.ApplicationId, i.OfferId }, "ux_matching_instructions_one_of_a_pair").IsUnique().HasFilter("status = 'in_force'");
        instruction.HasIndex(i => i.ApplicationId, "ux_matching_instructions_one_lock").IsUnique().HasFilter("status = 'in_force' AND kind = 'lock'");
        instruction.HasIndex(i => new { i.CallId, i.Id });
        instruction.HasIndex(i => new { i.CallId, i.Status });
    }
}
