using Ambassadors.Api.Data;
using Ambassadors.Domain.Lifecycle;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http.Imports;

/// <summary>Many requests to create in one: a JSON array of them, or a table (<c>text/csv</c>) with the columns of the export.</summary>
public sealed class Import<TRequest, TResponse> : IReadsQuery where TRequest : class where TResponse : class
{
    private const string ValidateOnly = "validateOnly";

    private readonly HttpContext _http;
    private readonly IReadOnlyList<ImportRow<TRequest>> _rows;
    private readonly ProblemHttpResult? _problem;
    private readonly bool _validateOnly;

    private Import(HttpContext http, ReadOnlyMemory<byte> body, bool isTable)
    {
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var validator = http.RequestServices.GetRequiredService<IValidator<TRequest>>();
        _http = http;
        var (rows, problem) = new ImportBody<TRequest>(json, typeof(TResponse)).Read(body, isTable);
        (_rows, _problem) = ([.. rows.Select(Formed)], problem);
        _validateOnly = http.Request.Query.TryGetValue(ValidateOnly, out var asked) && asked.ToString() switch
        {
            "true" => true,
            "false" => false,
            _ => throw new UnreadableParameterException(ValidateOnly)
        };

        ImportRow<TRequest> Formed(ImportRow<TRequest> row) =>
            row.Problem is null && validator.Validate(row.Request!) is { IsValid: false } form ? row with { Problem = Problems.Invalid(form) } : row;
    }

    /// <inheritdoc/>
    public static IReadOnlyList<string> Names { get; } = [ValidateOnly];

    /// <summary>Reads the body, row by row, and judges its form: before the transaction begins, so that others write meanwhile.</summary>
    public static async ValueTask<Import<TRequest, TResponse>> BindAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !IsRead(type))
            throw new BadHttpRequestException("The body has no type, or one that is not read.", StatusCodes.Status415UnsupportedMediaType);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new Import<TRequest, TResponse>(http, body.GetBuffer().AsMemory(0, (int)body.Length), type.MediaType.Equals(Lists.Formats.Csv, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsRead(MediaTypeHeaderValue type) =>
        new[] { "application/json", Lists.Formats.Csv }.Any(read => type.MediaType.Equals(read, StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Judges every row like a request of its own, and creates what may be created.</summary>
    /// <param name="db">The database.</param>
    /// <param name="read">Reads what the requests refer to, with as many statements as for one.</param>
    /// <param name="judge">Judges a request; what it makes it tells the ground, with the way to it, so that a later row sees it.</param>
    /// <param name="path">Where a resource is.</param>
    /// <param name="show">How it is shown.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public async Task<Results<Imported<TResponse>, ProblemHttpResult>> RunAsync<TGround, TResource>(
        AmbassadorsDbContext db, Func<IReadOnlyList<TRequest>, Task<TGround>> read,
        Func<TRequest, TGround, Func<TResource, string>, (TResource? Resource, ProblemHttpResult? Problem)> judge,
        Func<TResource, string> path, Func<TResource, TResponse> show, CancellationToken cancellation) where TResource : Resource
    {
        if (_problem is not null)
            return _problem;
        var ground = await read([.. _rows.Where(row => row.Problem is null).Select(row => row.Request!)]);
        var items = new List<ImportItem<TResponse>>(_rows.Count);
        foreach (var row in _rows)
        {
            var (resource, problem) = row.Problem is null ? Judge(row) : (null, row.Problem);
            if (problem is not null)
                items.Add(Refused(row.Placed(problem)));
            else if (_validateOnly)
                items.Add(new ImportItem<TResponse>(row.Index, StatusCodes.Status200OK, null, null, null, null));
            else
                items.Add(new ImportItem<TResponse>(row.Index, StatusCodes.Status201Created, path(db.Add(resource!).Entity), resource!.Id, show(resource), null));

            ImportItem<TResponse> Refused(ProblemHttpResult refusal)
            {
                Problems.Complete(_http, refusal.ProblemDetails);
                return new ImportItem<TResponse>(row.Index, refusal.StatusCode, null, null, null, refusal.ProblemDetails);
            }
        }

        var good = items.Count(item => item.Problem is null);
        if (good > 0 && !_validateOnly)
            await db.SaveChangesAsync(cancellation);
        else
            OneTransaction.Undo(_http);
        return new Imported<TResponse>(new ImportResult<TResponse>(good, items.Count - good, items));

        (TResource? Resource, ProblemHttpResult? Problem) Judge(ImportRow<TRequest> row)
        {
            try
            {
                return judge(row.Request!, ground, _validateOnly ? _ => $"#/{row.Index}" : path);
            }
            catch (UnknownReferencesException unknown)
            {
                return (null, Problems.Invalid(unknown.Pointers.Select(Problems.UnknownReference)));
            }
        }
    }
}
