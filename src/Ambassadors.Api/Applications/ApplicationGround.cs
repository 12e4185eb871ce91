using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>What applications refer to, read for many of them with as many statements as for one, and the rules by which each is begun.</summary>
public sealed class ApplicationGround
{
    private Dictionary<string, Pole> _poles = [];
    private Dictionary<Guid, Call> _calls = [];
    private Dictionary<Guid, string?> _members = [];
    private Dictionary<string, string> _countries = [];
    private HashSet<string> _themes = [];
    private Dictionary<(string Pole, string Reference), string> _holders = [];

    private ApplicationGround()
    {
    }

    /// <summary>Reads it. The form of the requests was judged.</summary>
    public static async Task<ApplicationGround> ReadAsync(AmbassadorsDbContext db, IReadOnlyList<ApplicationRequest> requests, CancellationToken cancellation)
    {
        string[] slugs = [.. requests.Select(request => request.PoleSlug!).Distinct()];
        Guid[] calls = [.. requests.Select(request => request.CallId).OfType<Guid>().Distinct()];
        Guid[] members = [.. requests.Select(request => request.AmbassadorId).OfType<Guid>().Distinct()];
        string[] wishes = [.. requests.SelectMany(request => request.Preferences ?? []).Select(wish => wish.ClusterSlug!).Distinct()];
        string[] references = [.. requests.Select(request => request.PartnerReference).OfType<string>().Distinct()];
        var holders = references.Length == 0 ? [] : await db.Applications
            .Where(one => EF.Parameter(slugs).Contains(one.PoleSlug) && EF.Parameter(references).Contains(one.PartnerReference))
            .Select(one => new { one.PoleSlug, one.PartnerReference, one.Id }).ToListAsync(cancellation);
        return new ApplicationGround
        {
            _poles = await db.Poles.AsNoTracking().Where(pole => EF.Parameter(slugs).Contains(pole.Slug)).ToDictionaryAsync(pole => pole.Slug, cancellation),
            _calls = await db.Calls.AsNoTracking().Where(call => EF.Parameter(calls).Contains(call.Id) && call.Status != CallStatus.Draft).ToDictionaryAsync(call => call.Id, cancellation),
            _members = members.Length == 0 ? [] : await db.Members.Where(member => EF.Parameter(members).Contains(member.Id))
                .ToDictionaryAsync(member => member.Id, member => member.PoleSlug, cancellation),
            _countries = wishes.Length == 0 ? [] : await db.Clusters.Where(cluster => EF.Parameter(wishes).Contains(cluster.Slug))
                .ToDictionaryAsync(cluster => cluster.Slug, cluster => cluster.Country, cancellation),
            _themes = await References.KnownThemesAsync(db, requests.SelectMany(request => request.Themes ?? []), cancellation),
            _holders = holders.ToDictionary(holder => (holder.PoleSlug, holder.PartnerReference!), holder => ApplicationDesk.PathOf(holder.Id))
        };
    }

    /// <summary>Begins an application, or says what stands against it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="way">The way to the application, which the next request with its reference is told.</param>
    public (ExchangeApplication? Application, ProblemHttpResult? Problem) Begin(ApplicationRequest request, ApplicationDesk desk, Func<ExchangeApplication, string> way)
    {
        var references = new References(desk.Db);
        var pole = _poles.GetValueOrDefault(request.PoleSlug!);
        if (pole is null)
            references.Missing("#/poleSlug");
        else if (ApplicationLifecycle.Table.Judge(null, ApplicationEvent.Create, desk.Actor, new CaseFile(pole.Slug)).Refusal is { } refusal)
            return (null, Problems.Refused(refusal));
        var call = _calls.GetValueOrDefault(request.CallId!.Value);
        if (call is null)
            references.Missing("#/callId");
        var content = ContentOf(request, references);

        if (request.PartnerReference is { } reference && _holders.TryGetValue((pole!.Slug, reference), out var holder))
            return (null, Problems.Refused(new Refusal("application.partner_reference_taken", "#/partnerReference", holder)));
        var (application, verdict) = ExchangeApplication.Create(call!, pole!, content, desk.Actor, desk.Now, desk.Today);
        if (!verdict.IsDone)
            return (null, Problems.Refused(verdict));
        if (request.PartnerReference is { } taken)
            _holders.Add((pole!.Slug, taken), way(application));
        return (application, null);
    }

    /// <summary>What a request says, once every reference that leads nowhere was named: a member of another pôle is nobody.</summary>
    public ApplicationContent ContentOf(ApplicationRequest request, References references)
    {
        references.Themes(request.Themes, _themes, "#/themes");
        if (request.AmbassadorId is { } ambassador && (!_members.TryGetValue(ambassador, out var pole) || pole != request.PoleSlug))
            references.Missing("#/ambassadorId");
        var wishes = request.Preferences ?? [];
        foreach (var (index, wish) in wishes.Index().Where(item => !_countries.ContainsKey(item.Item.ClusterSlug!)))
            references.Missing($"#/preferences/{index}/clusterSlug");
        references.Settle();
        return new ApplicationContent
        {
            AmbassadorId = request.AmbassadorId,
            Direction = request.Direction,
            Objectives = request.Objectives,
            Themes = request.Themes ?? [],
            Languages = request.Languages ?? [],
            Preferences = [.. wishes.OrderBy(wish => wish.Rank).Select(wish => new Preference(wish.ClusterSlug!, _countries[wish.ClusterSlug!], wish.Rank!.Value))],
            Windows = [.. (request.Windows ?? []).Select(window => window.ToWindow())],
            DurationDays = request.DurationDays,
            RequestedAmount = request.RequestedAmount?.ToSum(),
            PartnerReference = request.PartnerReference
        };
    }
}
