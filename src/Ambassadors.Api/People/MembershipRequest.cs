using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>A role to be given to a person.</summary>
/// <param name="Role">The role.</param>
/// <param name="PoleSlug">The pôle, for the role of a pôle.</param>
/// <param name="ClusterSlug">The cluster, for the role of a cluster. A role of the programme has neither.</param>
public sealed record MembershipRequest(Role? Role, string? PoleSlug, string? ClusterSlug)
{
    /// <summary>Whether a membership is this already.</summary>
    public bool Is(Membership membership) =>
        (membership.Role, membership.PoleSlug, membership.ClusterSlug) == (Role, PoleSlug, ClusterSlug);

    /// <summary>The membership.</summary>
    public Membership For(Person person, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        PersonId = person.Id,
        Role = Role!.Value,
        PoleSlug = PoleSlug,
        ClusterSlug = ClusterSlug,
        AddedAt = at
    };

    /// <summary>Refuses what is not the actor's to give.</summary>
    public static Refusal? Judge(IEnumerable<MembershipRequest> requests, PeopleDesk desk, string act) =>
        requests.All(request => desk.Keeps(request.PoleSlug, request.ClusterSlug)) ? null : NotYours(act);

    /// <summary>What is refused to whoever does not keep an organisation.</summary>
    public static Refusal NotYours(string act) => new("role.not_allowed", null, act,
        string.Join(", ", new[] { Domain.People.Role.PoleSignatory, Domain.People.Role.ClusterSignatory, Domain.People.Role.ProgrammeAdministrator }.Select(Wire.Name)))
    { Kind = RefusalKind.Role };

    /// <summary>Notes the organisations that are not there.</summary>
    public static async Task CheckAsync(
        IReadOnlyList<MembershipRequest> requests, Func<int, string> pointer, AmbassadorsDbContext db, References references, CancellationToken cancellation)
    {
        string?[] poles = [.. requests.Select(request => request.PoleSlug)];
        string?[] clusters = [.. requests.Select(request => request.ClusterSlug)];
        var knownPoles = await db.Poles.Where(pole => poles.Contains(pole.Slug)).Select(pole => pole.Slug).ToListAsync(cancellation);
        var knownClusters = await db.Clusters.Where(cluster => clusters.Contains(cluster.Slug)).Select(cluster => cluster.Slug).ToListAsync(cancellation);
        foreach (var (index, request) in requests.Index())
        {
            if (request.PoleSlug is { } pole && !knownPoles.Contains(pole))
                references.Missing($"{pointer(index)}/poleSlug");
            if (request.ClusterSlug is { } cluster && !knownClusters.Contains(cluster))
                references.Missing($"{pointer(index)}/clusterSlug");
        }
    }
}

/// <summary>Judges the form of a <see cref="MembershipRequest"/>.</summary>
public sealed class MembershipRequestValidator : AbstractValidator<MembershipRequest>
{
    public MembershipRequestValidator()
    {
        RuleFor(request => request.Role).Cascade(CascadeMode.Stop).Required()
            .Must(role => role != Role.Service).WithErrorCode("membership.role_of_nobody");
        RuleFor(request => request.PoleSlug).Slug();
        RuleFor(request => request.ClusterSlug).Slug();
        RuleFor(request => request.PoleSlug).Must((request, slug) => slug is not null == (request.Role!.Value.OrganisationKind == OrganisationKind.Pole))
            .WithErrorCode("membership.organisation_mismatch").When(request => request.Role is not (null or Role.Service));
        RuleFor(request => request.ClusterSlug).Must((request, slug) => slug is not null == (request.Role!.Value.OrganisationKind == OrganisationKind.Cluster))
            .WithErrorCode("membership.organisation_mismatch").When(request => request.Role is not (null or Role.Service));
    }
}
