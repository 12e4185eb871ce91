using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Ambassadors.Api.Http.Imports;

/// <summary>One row of an import, as far as it could be read.</summary>
/// <param name="Index">Its place in the body, from 0.</param>
/// <param name="Request">What it asks for.</param>
/// <param name="Problem">Why it can't be read.</param>
/// <param name="Line">In a table, the line on which it begins.</param>
/// <param name="Columns">In a table, the columns.</param>
public sealed record ImportRow<TRequest>(int Index, TRequest? Request, ProblemHttpResult? Problem, long? Line = null, IReadOnlyList<string>? Columns = null)
    where TRequest : class
{
    /// <summary>The row's problem as one of the whole body: pointers begin at the row, and a table's errors name line and column.</summary>
    public ProblemHttpResult Placed(ProblemHttpResult problem)
    {
        // One of its own: a race that was lost has the row judged, and placed, again.
        var details = problem.ProblemDetails;
        var placed = new ProblemDetails { Type = details.Type, Title = details.Title, Status = details.Status, Detail = details.Detail, Instance = details.Instance };
        foreach (var (name, value) in details.Extensions)
            placed.Extensions[name] = value;
        if (details.Extensions.TryGetValue("errors", out var found) && found is IEnumerable<ProblemError> errors)
        {
            placed.Extensions["errors"] = errors.Select(error => error with
            {
                Pointer = error.Pointer is null ? $"#/{Index}" : $"#/{Index}{error.Pointer.AsSpan(1)}",
                Line = Line,
                Column = ColumnOf(error.Pointer)
            }).ToArray();
        }

        return TypedResults.Problem(placed);
    }

    // #/windows/0/startsOn is in the column windows.startsOn, #/windows in the first of its columns.
    private string? ColumnOf(string? pointer)
    {
        if (pointer is null || Columns is null)
            return null;
        var name = string.Join('.', pointer.Split('/').Skip(1).Where(part => !part.All(char.IsAsciiDigit)));
        return Columns.FirstOrDefault(column => column == name)
            ?? (name.Length == 0 ? null : Columns.FirstOrDefault(column => column.StartsWith($"{name}.", StringComparison.Ordinal)) ?? name);
    }
}
