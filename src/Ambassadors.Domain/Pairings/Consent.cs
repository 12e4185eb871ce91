using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Pairings;

/// <summary>Whose consent a pairing needs.</summary>
public enum Party
{
    /// <summary>The pôle, by its signatory.</summary>
    Pole,

    /// <summary>The cluster, by its signatory.</summary>
    Cluster,

    /// <summary>The ambassador in person, where an outbound leg is agreed.</summary>
    Ambassador,

    /// <summary>The counterpart in person, where an inbound leg is agreed.</summary>
    Counterpart
}

/// <summary>A party's yes (accord) to one hash of terms: the receipt.</summary>
public sealed class Consent
{
    private Consent()
    {
        // For EF Core.
    }

    internal Consent(Pairing pairing, Party party, Actor by, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        PairingId = pairing.Id;
        TermsVersion = pairing.TermsVersion;
        TermsHash = pairing.TermsHash;
        Party = party;
        PersonId = by.PersonId;
        ClientId = by.ClientId;
        AnsweredBy = by.SignatoryId;
        At = at;
    }

    /// <summary>UUID version 7.</summary>
    public Guid Id { get; private init; }

    /// <summary>The pairing.</summary>
    public Guid PairingId { get; private init; }

    /// <summary>The version of the terms that was consented to; an earlier version's consent never counts again.</summary>
    public int TermsVersion { get; private init; }

    /// <summary>Their hash.</summary>
    public string TermsHash { get; private init; } = "";

    /// <summary>The party.</summary>
    public Party Party { get; private init; }

    /// <summary>The person who consented, where one did.</summary>
    public Guid? PersonId { get; private init; }

    /// <summary>The partner system that consented, where one did.</summary>
    public Guid? ClientId { get; private init; }

    /// <summary>The signatory who answers for that system.</summary>
    public Guid? AnsweredBy { get; private init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Whether the same person stands behind it: by consenting, or by answering for a partner system.</summary>
    public bool IsBy(Actor actor) => (PersonId ?? AnsweredBy) is { } person && person == (actor.PersonId ?? actor.SignatoryId);
}

/// <summary>Whether a party may consent.</summary>
public static class ConsentRule
{
    /// <summary>The codes with which the rule refuses.</summary>
    public static readonly string[] Codes =
    [
        "pairing.terms_hash_mismatch", "pairing.already_consented", "pairing.party_not_needed", "pairing.person_changed",
        "pairing.signatory_is_exchanged", "pairing.expired"
    ];

    /// <summary>The role in which each party consents.</summary>
    public static Role RoleOf(Party party) => party switch
    {
        Party.Pole => Role.PoleSignatory,
        Party.Cluster => Role.ClusterSignatory,
        Party.Ambassador => Role.Ambassador,
        Party.Counterpart => Role.Counterpart
    };

    /// <summary>Every condition that stands against a consent.</summary>
    /// <param name="pairing">The pairing.</param>
    /// <param name="party">In whose name.</param>
    /// <param name="termsHash">The hash that the request carries.</param>
    /// <param name="ambassador">The ambassador whom the application now names.</param>
    /// <param name="by">Who consents.</param>
    /// <param name="at">When.</param>
    public static IEnumerable<Refusal> Unmet(Pairing pairing, Party party, string termsHash, Guid? ambassador, Actor by, DateTimeOffset at)
    {
        if (termsHash != pairing.TermsHash)
            yield return new Refusal("pairing.terms_hash_mismatch", "#/termsHash", pairing.TermsVersion);
        if (at >= pairing.ExpiresAt)
            yield return new Refusal("pairing.expired");
        if (!pairing.PartiesNeeded.Contains(party))
            yield return new Refusal("pairing.party_not_needed", "#/party", Wire.Name(party));
        if (pairing.HasConsentOf(party))
            yield return new Refusal("pairing.already_consented", "#/party", Wire.Name(party));
        if (pairing.AmbassadorId is { } named && named != ambassador)
            yield return new Refusal("pairing.person_changed");

        // Whoever is exchanged is not that organisation's signatory on the same pairing.
        if (party == Party.Pole && by.Is(pairing.AmbassadorId) || party == Party.Cluster && by.Is(pairing.CounterpartId)
            || pairing.CurrentConsents.Any(given => given.Party == OtherOfSide(party) && given.IsBy(by)))
        {
            yield return new Refusal("pairing.signatory_is_exchanged", "#/party");
        }
    }

    private static Party OtherOfSide(Party party) => party switch
    {
        Party.Pole => Party.Ambassador,
        Party.Ambassador => Party.Pole,
        Party.Cluster => Party.Counterpart,
        Party.Counterpart => Party.Cluster
    };
}
