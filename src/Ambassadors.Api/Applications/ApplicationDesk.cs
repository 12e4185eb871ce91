using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>Where requests on one application are taken in.</summary>
public sealed class ApplicationDesk(DeskTools tools)
    : Desk<ExchangeApplication, ApplicationStatus, ApplicationEvent, ApplicationResponse>(tools)
{
    /// <summary>The applications that the actor may see: the pôle's, one's own candidacy, or, in the programme, all.</summary>
    public IQueryable<ExchangeApplication> Visible
    {
        get
        {
            if (Actor.SeesEveryFile())
                return Db.Applications;
            var poles = Actor.Poles();
            var mine = Actor.Members;
            return Db.Applications.Where(a => poles.Contains(a.PoleSlug) || a.AmbassadorId != null && mine.Contains(a.AmbassadorId.Value));
        }
    }

    /// <inheritdoc/>
    public override Task<ExchangeApplication?> FindAsync(Guid id, CancellationToken cancellation) =>
        Visible.SingleOrDefaultAsync(application => application.Id == id, cancellation);

    /// <inheritdoc/>
    public override ApplicationResponse Show(ExchangeApplication resource) => ApplicationResponse.Of(resource, Actor);

    /// <summary>Reads what a request refers to, and names every reference that leads nowhere.</summary>
    public async Task<ApplicationContent> ContentOfAsync(ApplicationRequest request, CancellationToken cancellation) =>
        (await ApplicationGround.ReadAsync(Db, [request], cancellation)).ContentOf(request, new References(Db));

    /// <summary>Where one is.</summary>
    public static string PathOf(Guid id) => $"/v1/applications/{id}";

    /// <summary>The application of the same pôle that carries this reference already.</summary>
    public Task<Guid?> HolderOfReferenceAsync(string pole, string? partnerReference, Guid? besides, CancellationToken cancellation) =>
        partnerReference is null
            ? Task.FromResult<Guid?>(null)
            : Db.Applications.Where(a => a.PoleSlug == pole && a.PartnerReference == partnerReference && a.Id != besides)
                .Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancellation);

    /// <summary>Cancels the open pairings of an application that leaves the pool, in the same transaction.</summary>
    public async Task CancelOpenPairingsAsync(Guid applicationId, CancellationToken cancellation)
    {
        var open = await Db.Pairings.Where(p => p.ApplicationId == applicationId && PairingLifecycle.Open.Contains(p.Status)).ToListAsync(cancellation);
        foreach (var pairing in open)
            pairing.Cancel(null, Actor.Service, Now);
    }

    /// <summary>The member put forward.</summary>
    public Task<Member?> AmbassadorOfAsync(ExchangeApplication application, CancellationToken cancellation) =>
        Db.Members.AsNoTracking().SingleOrDefaultAsync(member => member.Id == application.AmbassadorId, cancellation);
}
