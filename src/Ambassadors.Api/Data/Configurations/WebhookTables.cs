using Ambassadors.Domain.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ambassadors.Api.Data.Configurations;

/// <summary>The tables of webhooks.</summary>
internal sealed class WebhookTables :
    IEntityTypeConfiguration<WebhookEndpoint>, IEntityTypeConfiguration<WebhookSecret>, IEntityTypeConfiguration<WebhookQueue>,
    IEntityTypeConfiguration<WebhookDelivery>, IEntityTypeConfiguration<WebhookAttempt>
{
    private const string EndpointId = nameof(WebhookQueue.EndpointId);

    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("webhook_endpoints");
        endpoint.Property(e => e.PoleSlug).HasMaxLength(Tables.SlugLength);
        endpoint.Property(e => e.ClusterSlug).HasMaxLength(Tables.SlugLength);
        endpoint.Property(e => e.Url).HasMaxLength(1000);
        endpoint.Property(e => e.Types).HasJsonText();
        endpoint.HasMany(e => e.Secrets).WithOne().HasForeignKey(EndpointId).OnDelete(DeleteBehavior.Cascade);
        endpoint.HasOne(e => e.Queue).WithOne().HasForeignKey<WebhookQueue>(q => q.EndpointId).OnDelete(DeleteBehavior.Cascade);
        endpoint.HasIndex(e => new { e.PoleSlug, e.Id });
        endpoint.HasIndex(e => new { e.ClusterSlug, e.Id });
        endpoint.HasIndex(e => new { e.Status, e.Id });
    }

    public void Configure(EntityTypeBuilder<WebhookSecret> secret)
    {
        secret.ToTable("webhook_secrets");
        secret.Property(s => s.Id).ValueGeneratedNever();
        secret.Property<Guid>(EndpointId);
    }

    public void Configure(EntityTypeBuilder<WebhookQueue> queue)
    {
        queue.ToTable("webhook_queues");
        queue.HasKey(q => q.EndpointId);
        queue.Property(q => q.EndpointId).ValueGeneratedNever();
        queue.HasIndex(q => q.Position);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.Property(d => d.Id).ValueGeneratedNever();
        delivery.HasMany(d => d.Attempts).WithOne().HasForeignKey("DeliveryId").OnDelete(DeleteBehavior.Cascade);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
        delivery.HasIndex(d => new { d.EndpointId, d.Id });
        delivery.HasIndex(d => new { d.EndpointId, d.Position });
        delivery.HasIndex(d => new { d.EndpointId, d.EventId });
        delivery.HasIndex(d => d.CreatedAt);

        // What waits is little of what was sent.
        delivery.HasIndex(d => d.DueAt).HasFilter("state = 'pending'");
    }

    public void Configure(EntityTypeBuilder<WebhookAttempt> attempt)
    {
        attempt.ToTable("webhook_attempts");
        attempt.Property(a => a.Id).ValueGeneratedNever();
    }
}
