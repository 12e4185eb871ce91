using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Partners;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Identity;

/// <summary><c>create-client</c>: registers a partner system as <c>POST /v1/clients</c> does, and prints its secret, which is kept nowhere.</summary>
public static class CreateClientCommand
{
    private const string Usage =
        """
        usage: create-client --organisation pole:SLUG|cluster:SLUG|programme --name NAME --scopes "read …" [--signatory EMAIL]
        The scope sign needs --signatory: a signatory of the organisation, who answers for what the client submits, consents and signs.
        A client of the programme reads everything and changes nothing: its scope is read.
        """;

    /// <summary>Does it.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter to)
    {
        if (CommandLine.Read(arguments, "--organisation", "--name", "--scopes", "--signatory") is not ([], var options)
            || !options.TryGetValue("--organisation", out var organisation) || !options.TryGetValue("--name", out var name) || !options.TryGetValue("--scopes", out var scopes)
            || OrganisationOf(organisation) is not var (pole, cluster))
        {
            await to.WriteLineAsync(Usage);
            return 2;
        }

        await Preparation.RequireAsync(services, CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Actor = Actor.Service;
        CultureInfo.CurrentUICulture = Texts.Languages[1];
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        var desk = scope.ServiceProvider.GetRequiredService<ClientDesk>();
        var signatory = await SignatoryAsync(db, options.GetValueOrDefault("--signatory"));
        var request = new ClientRequest(
            name, pole, cluster, [.. scopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct()], signatory, null, null, null);

        await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
        var form = scope.ServiceProvider.GetRequiredService<IValidator<ClientRequest>>().Validate(request);
        var problem = form.IsValid ? (await desk.JudgeAsync(request, null, CancellationToken.None))?.ProblemDetails : Problems.Invalid(form).ProblemDetails;
        if (problem is not null)
        {
            await to.WriteLineAsync(string.Join('\n', ReasonsOf(problem)));
            return 1;
        }

        var (client, secret) = await desk.AddAsync(request, CancellationToken.None);
        await transaction.CommitAsync();
        await to.WriteLineAsync(
            $"""
            {name} acts for {organisation}{(signatory is null ? "" : $"; {options["--signatory"]} answers for it")}. The secret is shown this once.
            client_id      {client.ClientId}
            client_secret  {secret}
            """);
        return 0;
    }

    private static IEnumerable<string> ReasonsOf(ProblemDetails problem) =>
        ((ProblemError[])problem.Extensions["errors"]!).Select(error => $"{error.Pointer?.TrimStart('#', '/')}: {error.Detail}");

    // Somebody who is not there is no signatory either, and is refused as such.
    private static async Task<Guid?> SignatoryAsync(AmbassadorsDbContext db, string? email)
    {
        if (email is null)
            return null;
        var normalized = email.ToUpperInvariant();
        return await db.Users.Where(person => person.NormalizedEmail == normalized).Select(person => (Guid?)person.Id).SingleOrDefaultAsync() ?? Guid.Empty;
    }

    private static (string? Pole, string? Cluster)? OrganisationOf(string text) => text.Split(':') switch
    {
        ["pole", { Length: > 0 } slug] => (slug, null),
        ["cluster", { Length: > 0 } slug] => (null, slug),
        ["programme"] => (null, null),
        _ => null
    };
}
