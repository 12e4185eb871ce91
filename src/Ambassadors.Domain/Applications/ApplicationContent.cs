using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Money;

namespace Ambassadors.Domain.Applications;

/// <summary>A cluster that the pôle would like, the most wanted first.</summary>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Country">Its country, ISO 3166-1 alpha-2, as it was when the wish was written.</param>
/// <param name="Rank">1 for the most wanted.</param>
public sealed record Preference(string ClusterSlug, string Country, int Rank);

/// <summary>What a pôle writes in an application. A draft may lack any of it; submission may not.</summary>
public sealed record ApplicationContent
{
    /// <summary>The member of the pôle who would be exchanged.</summary>
    public Guid? AmbassadorId { get; init; }

    /// <summary>Which way persons would travel.</summary>
    public ExchangeDirection? Direction { get; init; }

    /// <summary>What the exchange is for.</summary>
    public string? Objectives { get; init; }

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>Languages that the ambassador can work in, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Clusters wished for.</summary>
    public IReadOnlyList<Preference> Preferences { get; init; } = [];

    /// <summary>When the stay may take place.</summary>
    public IReadOnlyList<Window> Windows { get; init; } = [];

    /// <summary>Days of the stay.</summary>
    public int? DurationDays { get; init; }

    /// <summary>What is asked of the programme.</summary>
    public Sum? RequestedAmount { get; init; }

    /// <summary>The pôle's own reference, unique among its applications.</summary>
    public string? PartnerReference { get; init; }
}
