namespace Ambassadors.Api.Data;

/// <summary>A word or facet by which a resource is found: one index serves <c>q</c>, <c>theme</c>, <c>country</c> of every list.</summary>
public sealed class SearchTerm
{
    /// <summary>The resource.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>A folded word, or a facet such as <c>theme:energy</c>.</summary>
    public required string Term { get; init; }
}

/// <summary>A counter that gives references their numbers, a year apart.</summary>
public sealed class ReferenceCounter
{
    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The last number given.</summary>
    public required int Last { get; init; }
}

/// <summary>How many applications of a pôle a call holds: submitted and not withdrawn. Moved by checked updates alone.</summary>
public sealed class PoleQuota
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Slug of the pôle.</summary>
    public required string PoleSlug { get; init; }

    /// <summary>Applications submitted and not withdrawn.</summary>
    public required int Submitted { get; init; }
}
