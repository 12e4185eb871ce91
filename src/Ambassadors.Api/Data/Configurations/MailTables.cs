using Ambassadors.Api.Identity;
using Ambassadors.Api.Mails;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ambassadors.Api.Data.Configurations;

/// <summary>The tables of mails.</summary>
internal sealed class MailTables : IEntityTypeConfiguration<MailDelivery>, IEntityTypeConfiguration<MailPreferences>
{
    public void Configure(EntityTypeBuilder<MailDelivery> mail)
    {
        mail.ToTable("mail_deliveries");
        mail.Property(m => m.Id).ValueGeneratedNever();
        mail.Property(m => m.Kind).HasMaxLength(60);
        mail.Property(m => m.Status).HasConversion<WireEnumConverter<MailStatus>>().HasMaxLength(20);
        mail.Property(m => m.Reason).HasConversion<WireEnumConverter<MailReason>>().HasMaxLength(40);

        // What is due, and how much waits; what is over; one daily mail a person and day.
        mail.HasIndex(m => new { m.Status, m.DueAt });
        mail.HasIndex(m => m.EndedAt);
        mail.HasIndex(m => new { m.PersonId, m.DigestAt }).IsUnique();
        mail.HasIndex(m => new { m.PersonId, m.Id });
        mail.HasIndex(m => new { m.Status, m.Id });
    }

    public void Configure(EntityTypeBuilder<MailPreferences> preferences)
    {
        preferences.ToTable("mail_preferences");
        preferences.HasKey(p => p.PersonId);
        preferences.Property(p => p.Version).IsConcurrencyToken();
        preferences.Property(p => p.Rhythm).HasConversion<WireEnumConverter<MailRhythm>>().HasMaxLength(20);
        preferences.Property(p => p.Muted).HasJsonText();
        preferences.HasOne<Person>().WithOne().HasForeignKey<MailPreferences>(p => p.PersonId);
    }
}
