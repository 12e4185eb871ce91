using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Organisations;

/// <summary>What an editor writes of a member.</summary>
public sealed record MemberContent(
    string Name, string? Email, GovernanceFunction Function, DateOnly? MandateFrom, DateOnly? MandateUntil,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Themes);

/// <summary>A person in the governance of a pôle or of a cluster: who may be exchanged. Personal data.</summary>
public sealed class Member : Resource
{
    private Member()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override string Noun => "member";

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug);

    /// <summary>Slug of the pôle that the member belongs to.</summary>
    public string? PoleSlug { get; private init; }

    /// <summary>Slug of the cluster that the member belongs to.</summary>
    public string? ClusterSlug { get; private init; }

    /// <summary>Name, as the person writes it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name folded, by which lists are sorted.</summary>
    public string SortName { get; private set; } = "";

    /// <summary>E-mail address.</summary>
    public string? Email { get; private set; }

    /// <summary>Function in the governance.</summary>
    public GovernanceFunction Function { get; private set; }

    /// <summary>First day of the mandate.</summary>
    public DateOnly? MandateFrom { get; private set; }

    /// <summary>Last day of the mandate.</summary>
    public DateOnly? MandateUntil { get; private set; }

    /// <summary>Languages spoken, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];

    /// <summary>Codes of the member's themes.</summary>
    public IReadOnlyList<string> Themes { get; private set; } = [];

    /// <summary>The account of the person, once linked.</summary>
    public Guid? PersonId { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
        [.. Search.Words(Name), .. Themes.Select(theme => Search.Facet("theme", theme))];

    /// <summary>Adds a member to a pôle or to a cluster.</summary>
    public static Member Create(string? pole, string? cluster, MemberContent content, Actor by, DateTimeOffset at)
    {
        var member = new Member { Id = Guid.CreateVersion7(at), PoleSlug = pole, ClusterSlug = cluster };
        member.Write(content);
        member.Record("member.create", by, at);
        return member;
    }

    /// <summary>Changes what is written.</summary>
    public void Edit(MemberContent content, Actor by, DateTimeOffset at)
    {
        Write(content);
        Record("member.edit", by, at);
    }

    /// <summary>Says which account is this member's; null for none.</summary>
    public void Link(Guid? personId, Actor by, DateTimeOffset at)
    {
        PersonId = personId;
        Record(personId is null ? "member.unlink" : "member.link", by, at);
    }

    /// <summary>Says that the member is taken off the list, while there still is one to say it of.</summary>
    public void Remove(Actor by, DateTimeOffset at) => Record("member.delete", by, at);

    /// <summary>Whether the mandate holds on a day. No dates mean that it does.</summary>
    public bool HoldsMandateOn(DateOnly day) => (MandateFrom is null || MandateFrom <= day) && (MandateUntil is null || day <= MandateUntil);

    private void Write(MemberContent content)
    {
        (Name, SortName, Email, Function) = (content.Name, Search.Fold(content.Name), content.Email, content.Function);
        (MandateFrom, MandateUntil, Languages, Themes) = (content.MandateFrom, content.MandateUntil, content.Languages, content.Themes);
    }
}
