using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Http;

/// <summary>
/// Runs a request that writes as one transaction: the row of its Idempotency-Key first, then the work with its journal
/// entries and notices, committed where the answer is a success and undone otherwise. Work that lost a race against
/// another transaction is judged again from fresh reads, three times.
/// </summary>
public sealed class OneTransaction(
    AmbassadorsDbContext db, CurrentActor current, Announcements announcements, IDataProtectionProvider protection, TimeProvider clock) : IEndpointFilter
{
    private const int Attempts = 4;
    private const int LongestKey = 255;
    private static readonly string[] KeptHeaders = ["Location", "ETag", "Content-Type"];

    private static readonly object Undone = new();

    private readonly IDataProtector _protector = protection.CreateProtector("Ambassadors.Idempotency");

    /// <summary>Has a request's work undone though its answer is a success: it was asked to try only, or did nothing. Its key stays free.</summary>
    public static void Undo(HttpContext http) => http.Items[Undone] = true;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            return await next(context);
        var (key, problem) = HttpMethods.IsPost(http.Request.Method) ? KeyOf(http.Request) : default;
        if (problem is not null)
            return Complete(http, problem);

        var bodyHash = key is null ? "" : await HashOfRequestAsync(http.Request);
        foreach (var before in http.GetEndpoint()!.Metadata.GetOrderedMetadata<BeforeTransaction>())
            await before.RunAsync(context);
        var headers = http.Response.Headers.ToArray();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(context, next, key, bodyHash);
            }
            catch (Exception exception) when (Races.IsLost(exception) && attempt < Attempts)
            {
                http.Response.Headers.Clear();
                foreach (var header in headers)
                    http.Response.Headers[header.Key] = header.Value;
            }
            catch (Exception exception) when (Races.IsLost(exception))
            {
                // No guard stands against the work, and still somebody was faster each time.
                http.Response.Headers.RetryAfter = "1";
                return Complete(http, Problems.Of(StatusCodes.Status503ServiceUnavailable, "service.busy"));
            }
        }
    }

    private async Task<object?> AttemptAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string? key, string bodyHash)
    {
        var http = context.HttpContext;
        var cancellation = http.RequestAborted;
        http.Items.Remove(Undone);
        await using var transaction = await db.BeginWorkAsync(cancellation);
        var scope = key is null ? "" : HashOf($"{current.Key}\n{http.Request.Method}\n{ResourceOf(http)}\n{key}");
        if (key is not null)
        {
            try
            {
                if (!await HoldAsync(scope, bodyHash, cancellation))
                    return await ReplayAsync(http, scope, bodyHash, cancellation);
            }
            catch (Exception exception) when (Races.IsLockTimeout(exception))
            {
                return Complete(http, Problems.Of(StatusCodes.Status409Conflict, "idempotency.in_progress"));
            }
        }

        var answer = await Answer.OfAsync(await next(context), http);
        if (answer.Status is < 200 or >= 300 || http.Items.ContainsKey(Undone))
            return answer;
        if (key is not null)
        {
            var kept = _protector.Protect(answer.Keep(http.Response, KeptHeaders));
            await db.IdempotencyRecords.Where(record => record.Scope == scope).ExecuteUpdateAsync(
                set => set.SetProperty(record => record.Status, answer.Status).SetProperty(record => record.Answer, kept), cancellation);
        }

        await announcements.MakeAsync(db, cancellation);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    // A concurrent holder of the key makes this wait for its end: then the row is there, or free to be taken.
    private async Task<bool> HoldAsync(string scope, string bodyHash, CancellationToken cancellation)
    {
        var grants = Grants();
        var now = clock.GetUtcNow();
        var inserted = db.Database.IsSqlite()
            ? await db.Database.ExecuteSqlAsync(
                $"INSERT INTO idempotency_records (scope, body_hash, grants, at, status, answer) VALUES ({scope}, {bodyHash}, {grants}, {now.UtcTicks}, 0, X'') ON CONFLICT (scope) DO NOTHING", cancellation)
            : await db.Database.ExecuteSqlAsync(
                $"INSERT INTO idempotency_records (scope, body_hash, grants, at, status, answer) VALUES ({scope}, {bodyHash}, {grants}, {now}, 0, ''::bytea) ON CONFLICT (scope) DO NOTHING", cancellation);
        return inserted == 1;
    }

    private async Task<object?> ReplayAsync(HttpContext http, string scope, string bodyHash, CancellationToken cancellation)
    {
        var record = await db.IdempotencyRecords.AsNoTracking().SingleOrDefaultAsync(one => one.Scope == scope, cancellation)
            ?? throw new LostRaceException("The holder of the key gave it up.");
        if (record.BodyHash != bodyHash)
            return Complete(http, Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency.other_body"));

        // Whoever lost a right since is not shown the answer that it once gave.
        if (record.Grants.Split('\n').Except(Grants().Split('\n')).Any())
            return Complete(http, Problems.NotFound());
        http.Response.Headers["Idempotent-Replayed"] = "true";
        return Answer.Replay(record.Status, _protector.Unprotect(record.Answer), http.Response);
    }

    private string Grants() =>
        string.Join('\n', current.Actor.Grants.Select(grant => $"{grant.Role}@{grant.Organisation}").Order(StringComparer.Ordinal));

    private static (string? Key, ProblemHttpResult? Problem) KeyOf(HttpRequest request)
    {
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0)
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "idempotency.key_required"));
        var key = values.Count == 1 ? values[0]!.Trim().Trim('"') : "";
        return key.Length is > 0 and <= LongestKey && key.All(character => character is >= '!' and <= '~')
            ? (key, null)
            : (null, Problems.Of(StatusCodes.Status400BadRequest, "idempotency.key_unreadable", LongestKey));
    }

    // However the path is spelled, in capitals or with a slash at its end, it is of one route, with the same values.
    private static string ResourceOf(HttpContext http)
    {
        var values = http.Request.RouteValues.OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => $"{value.Key}={(Guid.TryParse(value.Value as string, out var id) ? id : value.Value)}");
        return string.Join('\n', [((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText, .. values]);
    }

    // What is asked for in the query belongs to the request as its body does.
    private static async Task<string> HashOfRequestAsync(HttpRequest request)
    {
        request.Body.Position = 0;
        var body = Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body));
        return request.Query.Count == 0
            ? body
            : HashOf(string.Join('\n', [body, .. request.Query.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}")]));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static ProblemHttpResult Complete(HttpContext http, ProblemHttpResult problem)
    {
        Problems.Complete(http, problem.ProblemDetails);
        return problem;
    }

    /// <summary>An answer that is written out once its transaction is committed.</summary>
    private sealed class Answer(int status, byte[] body) : IResult
    {
        public int Status => status;

        public static async Task<Answer> OfAsync(object? result, HttpContext http)
        {
            var wire = http.Response.Body;
            using var buffer = new MemoryStream();
            http.Response.Body = buffer;
            try
            {
                await ((IResult)result!).ExecuteAsync(http);
            }
            finally
            {
                http.Response.Body = wire;
            }

            return new Answer(http.Response.StatusCode, buffer.ToArray());
        }

        public static Answer Replay(int status, byte[] kept, HttpResponse response)
        {
            var (headers, body) = JsonSerializer.Deserialize<Kept>(kept)!;
            foreach (var (name, value) in headers)
                response.Headers[name] = value;
            return new Answer(status, body);
        }

        public byte[] Keep(HttpResponse response, string[] headers) => JsonSerializer.SerializeToUtf8Bytes(new Kept(
            headers.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString()), body));

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (status == StatusCodes.Status204NoContent)
                return Task.CompletedTask;
            httpContext.Response.ContentLength = body.Length;
            return httpContext.Response.Body.WriteAsync(body).AsTask();
        }

        private sealed record Kept(Dictionary<string, string> Headers, byte[] Body);
    }
}
