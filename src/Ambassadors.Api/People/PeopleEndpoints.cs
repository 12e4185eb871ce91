namespace Ambassadors.Api.People;

/// <summary>The route table of people.</summary>
public static class PeopleEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPeople(this RouteGroupBuilder v1) => v1;
}
