using System.Globalization;
using System.Text.Json.Nodes;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Mails;

/// <summary>What mails you want.</summary>
/// <param name="Language">Language of mails, notices and pages: <c>fr</c> or <c>en</c>.</param>
/// <param name="Rhythm">When mails come; <c>immediate</c> where nothing is said.</param>
/// <param name="DigestHour">The hour of the daily mail, in Paris; 8 where nothing is said.</param>
/// <param name="Muted">The kinds of which you want no mail. What concerns a decision can't be muted.</param>
public sealed record MailPreferencesRequest(string? Language, MailRhythm? Rhythm, int? DigestHour, IReadOnlyList<string>? Muted)
{
    /// <summary>What was written.</summary>
    public static MailPreferencesRequest Of(Person person, MailPreferences preferences) => new(person.Language, preferences.Rhythm, preferences.DigestHour, preferences.Muted);
}

/// <summary>Judges the form of a <see cref="MailPreferencesRequest"/>.</summary>
public sealed class MailPreferencesRequestValidator : AbstractValidator<MailPreferencesRequest>
{
    private const int MostMuted = 50;

    public MailPreferencesRequestValidator()
    {
        RuleFor(request => request.Language).Cascade(CascadeMode.Stop).Required().Must(language => language is "fr" or "en").WithErrorCode("field.language");
        RuleFor(request => request.DigestHour).Between(0, 23);
        this.ListOf(request => request.Muted, MostMuted)
            .Must(kind => kind is null || MailKinds.Mutable.Contains(kind)).WithErrorCode("mail_preferences.not_mutable").WithState(_ => new object[] { string.Join(", ", MailKinds.Mutable) });
    }
}

/// <summary>What mails you get.</summary>
/// <param name="Version">One more with each change.</param>
/// <param name="Language">Language of mails, notices and pages.</param>
/// <param name="Rhythm">When mails come.</param>
/// <param name="DigestHour">The hour of the daily mail, in Paris.</param>
/// <param name="Muted">The kinds of which you want no mail.</param>
/// <param name="MutableKinds">The kinds that can be muted; mails of any other are sent to everybody, at once.</param>
public sealed record MailPreferencesResponse(
    int Version, string Language, MailRhythm Rhythm, int DigestHour, IReadOnlyList<string> Muted, IReadOnlyList<MutableKind> MutableKinds) : IVersionedResponse;

/// <summary>A kind of mail that can be muted.</summary>
/// <param name="Kind">The kind, as notices have it.</param>
/// <param name="Label">What it is about, in the language asked for.</param>
public sealed record MutableKind(string Kind, string Label);

/// <summary>What mails people want, which is each one's own affair: no journal speaks of it.</summary>
public static class KeepMailPreferences
{
    /// <summary>Shows what mails you get</summary>
    /// <remarks>One mail for each thing at once, or one a day at an hour of yours; kinds that you muted come not at all. What concerns a decision is always sent, at once.</remarks>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Ok<MailPreferencesResponse>> ShowAsync(CurrentActor current, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var (person, preferences) = await FindAsync(current, db, cancellation);
        return TypedResults.Ok(Show(person, preferences));
    }

    /// <summary>Changes what mails you get</summary>
    /// <remarks>Lists are replaced whole. It holds for what happens from now on, and for what waits for the next daily mail.</remarks>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="desk">The desk of people.</param>
    /// <param name="json">How the contract writes JSON.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<MailPreferencesResponse>, ProblemHttpResult>> EditAsync(
        JsonNode? patch, IfMatch ifMatch, IValidator<MailPreferencesRequest> validator, CurrentActor current, PeopleDesk desk, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        var (person, preferences) = await FindAsync(current, desk.Db, cancellation);
        if (ifMatch.Check(preferences.Version, star: true) is { } unmet)
            return unmet;
        var (request, unchanged, unreadable) = MergePatch.Apply(MailPreferencesRequest.Of(person, preferences), patch, json.Value.SerializerOptions);
        if (unreadable is not null)
            return unreadable;
        if (validator.Validate(request!) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (unchanged)
            return TypedResults.Ok(Show(person, preferences));
        if (desk.Db.Entry(preferences).State == EntityState.Detached)
            desk.Db.MailPreferences.Add(preferences);
        preferences.Version++;
        preferences.Rhythm = request!.Rhythm ?? MailRhythm.Immediate;
        preferences.DigestHour = request.DigestHour ?? MailPreferences.UsualHour;
        preferences.Muted = [.. (request.Muted ?? []).Order(StringComparer.Ordinal)];
        if (person.Language != request.Language)
        {
            // Of the account, whose readers see it.
            person.Language = request.Language!;
            await desk.RecordAsync(person, "set_language", [], cancellation);
        }

        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(Show(person, preferences));
    }

    private static async Task<(Person Person, MailPreferences Preferences)> FindAsync(CurrentActor current, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var me = current.Actor.PersonId!.Value;
        var person = await db.Users.SingleAsync(one => one.Id == me, cancellation);
        return (person, await db.MailPreferences.SingleOrDefaultAsync(one => one.PersonId == me, cancellation) ?? new MailPreferences { PersonId = me });
    }

    private static MailPreferencesResponse Show(Person person, MailPreferences preferences)
    {
        var texts = new MailTexts(CultureInfo.CurrentUICulture);
        return new MailPreferencesResponse(
            preferences.Version, person.Language, preferences.Rhythm, preferences.DigestHour, preferences.Muted,
            [.. MailKinds.Mutable.Select(kind => new MutableKind(kind, texts.Subject(kind)))]);
    }
}
