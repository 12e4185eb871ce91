using Ambassadors.Api.Http;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Exchanges;

/// <summary>What an approved pairing becomes.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change.</param>
/// <param name="Status">Where the exchange is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="PairingId">The pairing.</param>
/// <param name="CallId">The call.</param>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="AmbassadorId">The ambassador, where an outbound leg is agreed.</param>
/// <param name="CounterpartId">The counterpart, where an inbound leg is agreed.</param>
/// <param name="Legs">The legs, as approved.</param>
/// <param name="Amount">What is committed for it.</param>
/// <param name="Motive">Why it was cancelled.</param>
/// <param name="CreatedAt">Instant of creation.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record ExchangeResponse(
    Guid Id, int Version, ExchangeStatus Status, IReadOnlyList<ExchangeEvent> AllowedActions, Guid PairingId, Guid CallId,
    string PoleSlug, string ClusterSlug, Guid? AmbassadorId, Guid? CounterpartId, IReadOnlyList<Leg> Legs, Sum Amount, string? Motive,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows an exchange to an actor.</summary>
    public static ExchangeResponse Of(Exchange exchange, Actor actor) => new(
        exchange.Id, exchange.Version, exchange.Status, [.. exchange.AllowedActions(actor)], exchange.PairingId, exchange.CallId,
        exchange.PoleSlug, exchange.ClusterSlug, exchange.AmbassadorId, exchange.CounterpartId, exchange.Legs,
        new Sum(exchange.Amount, exchange.Currency), exchange.Motive, exchange.CreatedAt, exchange.UpdatedAt);
}
