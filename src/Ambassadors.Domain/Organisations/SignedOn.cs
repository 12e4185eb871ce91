using System.Globalization;

namespace Ambassadors.Domain.Organisations;

/// <summary>When something was signed, as exactly as its source says: a year, a month or a day.</summary>
public static class SignedOn
{
    private static readonly string[] Forms = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    /// <summary>Whether a text is a year, a month or a day of the calendar.</summary>
    public static bool IsWellFormed(string? text) => Forms.Any(form =>
        text?.Length == form.Length && DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
}
