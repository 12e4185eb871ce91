using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Domain.Applications;

/// <summary>What an application said when it was submitted: never changed afterwards.</summary>
public sealed class ApplicationSnapshot
{
    private ApplicationSnapshot()
    {
        // For EF Core.
    }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; private init; }

    /// <summary>1 for the first submission.</summary>
    public int Number { get; private init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>The revision of the call's rules by which it is judged.</summary>
    public int CallRevision { get; private init; }

    /// <summary>What was written.</summary>
    public ApplicationContent Content { get; private init; } = new();

    /// <summary>SHA-256 of the snapshot's canonical form (RFC 8785), lower-case hexadecimal.</summary>
    public string Hash { get; private init; } = "";

    /// <summary>The snapshot of an application that was just submitted.</summary>
    public static ApplicationSnapshot Of(ExchangeApplication application, DateTimeOffset at) => new()
    {
        ApplicationId = application.Id,
        Number = application.Snapshot,
        At = at,
        CallRevision = application.CallRevision!.Value,
        Content = application.Content,
        Hash = Canonical.Hash(CanonicalOf(application).ToBytes())
    };

    private static Canonical CanonicalOf(ExchangeApplication application)
    {
        var content = application.Content;
        return new Canonical()
            .Add("format", "ambassadors-application/1")
            .Add("application", application.Id).Add("snapshot", application.Snapshot)
            .Add("call", application.CallId).Add("callRevision", application.CallRevision!.Value)
            .Add("pole", application.PoleSlug).Add("ambassador", content.AmbassadorId)
            .Add("direction", Wire.Name(content.Direction!.Value)).Add("objectives", content.Objectives)
            .Add("themes", content.Themes).Add("languages", content.Languages)
            .Add("preferences", content.Preferences.Select(wish => new Canonical().Add("cluster", wish.ClusterSlug).Add("rank", wish.Rank)))
            .Add("windows", content.Windows.Select(window => new Canonical().Add("startsOn", window.StartsOn).Add("endsOn", window.EndsOn)))
            .Add("durationDays", content.DurationDays!.Value)
            .Add("amount", content.RequestedAmount!.Amount).Add("currency", content.RequestedAmount.Currency)
            .Add("partnerReference", content.PartnerReference);
    }
}
