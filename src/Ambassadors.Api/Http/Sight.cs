using Ambassadors.Domain.People;

namespace Ambassadors.Api.Http;

/// <summary>Which files an actor may see: those of the own organisations, those of one's own exchange, or all.</summary>
public static class Sight
{
    /// <summary>The programme's people who see every file. Experts see those that they are asked about.</summary>
    public static bool SeesEveryFile(this Actor actor) => actor.HoldsAny(
        Role.ProgrammeOfficer, Role.BudgetOfficer, Role.ProgrammeAdministrator, Role.Auditor);

    /// <summary>The pôles whose files the actor sees.</summary>
    public static IReadOnlyList<string> Poles(this Actor actor) => actor.OrganisationsAs(Role.PoleEditor, Role.PoleSignatory);

    /// <summary>The clusters whose files the actor sees.</summary>
    public static IReadOnlyList<string> Clusters(this Actor actor) => actor.OrganisationsAs(Role.ClusterContact, Role.ClusterSignatory);
}
