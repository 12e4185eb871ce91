namespace Ambassadors.Api.Deadlines;

/// <summary>Applies what is due.</summary>
public static class DeadlineService
{
    public static WebApplicationBuilder AddDeadlines(this WebApplicationBuilder builder) => builder;
}
