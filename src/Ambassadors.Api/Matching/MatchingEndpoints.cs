using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching.Exchange;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Matching;

/// <summary>The route tables of matching runs, of officers' instructions, and of candidates.</summary>
public static class MatchingEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMatching(this RouteGroupBuilder v1)
    {
        v1.MapRuns();
        v1.MapInstructions();
        v1.MapCandidates();
        return v1;
    }

    private static void MapRuns(this RouteGroupBuilder v1)
    {
        var ofCall = v1.MapGroup("/calls/{id:guid}/matching-runs").WithTags("Matching");
        ofCall.MapPost("/", RequestRun.HandleAsync).WithName("requestMatchingRun").RequireAuthorization(Of(MatchingRunEvent.Request));
        ofCall.MapGet("/", RequestRun.ListAsync).WithName("listMatchingRuns").RequireAuthorization(Policies.ReadMatching);

        var runs = v1.MapGroup("/matching-runs/{id:guid}").WithTags("Matching");
        runs.MapGet("/", ShowAsync).WithName("getMatchingRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/progress", FollowRun.HandleAsync).WithName("followMatchingRun").RequireAuthorization(Policies.ReadMatching)
            .Streams("An event `progress` for each change, until the run is over", "event: progress\ndata: {\"status\":\"running\",\"phase\":\"flows\",\"percent\":40,\"bound\":41230}\n\n");
        runs.MapGet("/suggestions", ShowPlan.SuggestionsAsync).WithName("listSuggestionsOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/unmatched", ShowPlan.UnmatchedAsync).WithName("listUnmatchedOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/unmatched/{applicationId:guid}", ShowPlan.OneUnmatchedAsync).WithName("getUnmatchedOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/changes", CompareRuns.ChangesAsync).WithName("listChangesOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/statistics", ShowStatistics.HandleAsync).WithName("getStatisticsOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/certificate", ExportRun.CertificateAsync).WithName("getCertificateOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/problem", ExportRun.ProblemAsync).WithName("exportProblemOfRun").RequireAuthorization(Policies.ReadMatching)
            .Exports(MatchingFiles.ProblemFormat, "The problem in its exchange format",
                ("profile", "fit", "What the plan is to be best at."), ("applications", new JsonArray(), "The applications: id and pôle."),
                ("offers", new JsonArray(), "The offers: id, capacity, country."), ("pairs", new JsonArray(), "The candidates: fit, cost, ranks."),
                ("constraints", new JsonObject(), "Budget, quotas, locked and forbidden pairs."));
        runs.MapGet("/outcome", ExportRun.OutcomeAsync).WithName("exportOutcomeOfRun").RequireAuthorization(Policies.ReadMatching)
            .Exports(MatchingFiles.OutcomeFormat, "The outcome in its exchange format",
                ("pairs", new JsonArray(), "The plan: an application and an offer each."), ("fit", 0, "Sum of the fit, points."), ("cost", 0, "Sum of the cost, minor units."),
                ("upperBound", 0, "No plan's fit is higher."), ("optimal", true, "Whether that is proved of the plan."), ("blockingPairs", 0, "Pairs whose two sides would both rather have each other."),
                ("planHash", "a3c5e7092b4d6f8110325476980badcfeadbccbd9e8f7061524334251607f8e9", "SHA-256 of the plan."),
                ("unmatched", new JsonArray(), "The applications without a pair, each with its reason."), ("certificate", null, "What proves the bound; absent where there is no plan."),
                ("infeasible", null, "Why there is no plan; absent where there is one."));
        runs.MapGet("/compare/{otherId:guid}", CompareRuns.HandleAsync).WithName("compareMatchingRuns").RequireAuthorization(Policies.ReadMatching);
        runs.MapGet("/pairs/{applicationId:guid}/{offerId:guid}", ImposePair.HandleAsync).WithName("assessPairOfRun").RequireAuthorization(Policies.ReadMatching);
        runs.MapPost("/cancel", RequestRun.CancelAsync).WithName("cancelMatchingRun").RequireAuthorization(Of(MatchingRunEvent.Cancel));
        runs.MapPost("/publish", PublishRun.HandleAsync).WithName("publishMatchingRun").RequireAuthorization(Of(MatchingRunEvent.Publish));
    }

    private static void MapInstructions(this RouteGroupBuilder v1)
    {
        var ofCall = v1.MapGroup("/calls/{id:guid}/matching-instructions").WithTags("Matching");
        ofCall.MapPost("/", Instruct.GiveAsync).WithName("giveMatchingInstruction").RequireAuthorization(Of(InstructionEvent.Give));
        ofCall.MapGet("/", Instruct.ListAsync).WithName("listMatchingInstructions").RequireAuthorization(Policies.ReadMatching);
        var instructions = v1.MapGroup("/matching-instructions/{id:guid}").WithTags("Matching");
        instructions.MapGet("/", Instruct.ShowAsync).WithName("getMatchingInstruction").RequireAuthorization(Policies.ReadMatching);
        instructions.MapPost("/lift", Instruct.LiftAsync).WithName("liftMatchingInstruction").RequireAuthorization(Of(InstructionEvent.Lift));
    }

    private static void MapCandidates(this RouteGroupBuilder v1)
    {
        v1.MapGet("/applications/{id:guid}/candidates", FindCandidates.OfApplicationAsync).WithTags("Applications").WithName("listCandidatesOfApplication").RequireAuthorization(Policies.Read);
        v1.MapGet("/applications/{id:guid}/explanation", ExplainApplication.HandleAsync).WithTags("Applications").WithName("explainApplication").RequireAuthorization(Policies.Read);
        v1.MapGet("/offers/{id:guid}/candidates", FindCandidates.OfOfferAsync).WithTags("Offers").WithName("listCandidatesOfOffer").RequireAuthorization(Policies.Read);
        v1.MapGet("/offers/{id:guid}/waiting-list", WaitingList.HandleAsync).WithTags("Offers").WithName("getWaitingListOfOffer").RequireAuthorization(Policies.ReadMatching);
    }

    /// <summary>Shows a matching run: where it is, how far, what it found</summary>
    private static Task<Results<Ok<MatchingRunResponse>, ProblemHttpResult>> ShowAsync(Guid id, RunDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    private static string Of(MatchingRunEvent on) => Policies.For(MatchingRunLifecycle.Table, on);

    private static string Of(InstructionEvent on) => Policies.For(MatchingInstruction.Table, on);
}
