using Ambassadors.Api.Http;

namespace Ambassadors.Api.People;

/// <summary>The route table of the caller's own affairs.</summary>
public static class MeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMe(this RouteGroupBuilder v1)
    {
        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapGet("/", ShowMe.HandleAsync).WithName("getMe").RequireAuthorization(Policies.Read);
        me.MapPost("/link-identity", LinkIdentity.HandleAsync).WithName("linkIdentity").RequireAuthorization(Policies.Token);
        me.MapGet("/notices", Notices.List).WithName("listNotices").RequireAuthorization(Policies.Own);
        me.MapGet("/notices/{id:guid}", Notices.ShowAsync).WithName("getNotice").RequireAuthorization(Policies.Own);
        me.MapPost("/notices/{id:guid}/read", Notices.ReadAsync).WithName("readNotice").RequireAuthorization(Policies.Own);
        me.MapGet("/access-log", AccessLog.List).WithName("listAccessesToMe").RequireAuthorization(Policies.Own);
        me.MapGet("/conflicts", Conflicts.List).WithName("listConflicts").RequireAuthorization(Policies.Own);
        me.MapGet("/conflicts/{id:guid}", Conflicts.ShowAsync).WithName("getConflict").RequireAuthorization(Policies.Own);
        me.MapPost("/conflicts", Conflicts.DeclareAsync).WithName("declareConflict").RequireAuthorization(Policies.Own);
        me.MapDelete("/conflicts/{id:guid}", Conflicts.WithdrawAsync).WithName("withdrawConflict").RequireAuthorization(Policies.Own);
        return v1;
    }
}
