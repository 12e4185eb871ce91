using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using FluentValidation;

namespace Ambassadors.Api.Webhooks;

/// <summary>Where an organisation wants events sent. It is a pôle's, a cluster's or, without either, the programme's.</summary>
/// <param name="Url" example="https://partner.example/hooks/ambassadors">An https address that can be reached from anywhere; without user, password or fragment. No redirect is followed.</param>
/// <param name="PoleSlug" example="scs">Slug of the pôle whose it is; permanent.</param>
/// <param name="ClusterSlug">Slug of the cluster whose it is; permanent.</param>
/// <param name="Types">Types of events, up to 50; <c>pairing.*</c> stands for all of a noun. All events where absent or empty.</param>
/// <param name="Signature">How what is sent is signed; <c>hmac</c> unless said. Permanent.</param>
/// <param name="Description">What it is for, up to 200 characters.</param>
public sealed record WebhookEndpointRequest(string? Url, string? PoleSlug, string? ClusterSlug, IReadOnlyList<string>? Types, WebhookSignature? Signature, string? Description)
{
    /// <summary>What was written.</summary>
    public static WebhookEndpointRequest Of(WebhookEndpoint endpoint) =>
        new(endpoint.Url, endpoint.PoleSlug, endpoint.ClusterSlug, endpoint.Types.Count == 0 ? null : endpoint.Types, endpoint.Signature, endpoint.Description);

    /// <summary>The organisation.</summary>
    public CaseFile FileOf() => new(PoleSlug, ClusterSlug);

    /// <summary>What is written of it, once its form was judged.</summary>
    public WebhookContent ToContent() => new(Url!, Types ?? [], Description);
}

/// <summary>Judges the form of a <see cref="WebhookEndpointRequest"/>. Where the address leads is judged after.</summary>
public sealed class WebhookEndpointRequestValidator : AbstractValidator<WebhookEndpointRequest>
{
    public WebhookEndpointRequestValidator()
    {
        RuleFor(endpoint => endpoint.Url).Cascade(CascadeMode.Stop).Required().Line(1000)
            .Must(IsAddress).WithErrorCode("webhook.url");
        RuleFor(endpoint => endpoint.PoleSlug).Slug();
        RuleFor(endpoint => endpoint.ClusterSlug).Cascade(CascadeMode.Stop).Slug()
            .Must((endpoint, cluster) => cluster is null || endpoint.PoleSlug is null).WithErrorCode("webhook.one_organisation");
        this.ListOf(endpoint => endpoint.Types, 50).Must(type => type is null || EventTypes.IsKnown(type)).WithErrorCode("webhook.type");
        RuleFor(endpoint => endpoint.Description).Line(200);
    }

    /// <summary>Whether it has the form of an address that something can be sent to.</summary>
    public static bool IsAddress(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "", Host.Length: > 0 };
}

/// <summary>What to send again: one of the two.</summary>
/// <param name="EventId">The event that is sent again.</param>
/// <param name="After">The position after which all events are sent again, in order.</param>
public sealed record ReplayRequest(Guid? EventId, long? After);

/// <summary>Judges the form of a <see cref="ReplayRequest"/>.</summary>
public sealed class ReplayRequestValidator : AbstractValidator<ReplayRequest>
{
    public ReplayRequestValidator()
    {
        RuleFor(request => request.After).InclusiveBetween(0, long.MaxValue).WithErrorCode("field.out_of_range").WithState(_ => new object[] { 0L, long.MaxValue });
        RuleFor(request => request).Must(request => request.EventId is null != request.After is null).OverridePropertyName("").WithErrorCode("replay.one_of_two");
    }
}
