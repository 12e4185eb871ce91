extern alias partner;

using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Ambassadors.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using partner::Ambassadors.Client;
using OrganisationKind = Ambassadors.Domain.People.OrganisationKind;

namespace Ambassadors.Tests.Partners;

/// <summary>The .NET client against the running service.</summary>
public abstract class ClientTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly OfferRequest Drafted = new() { ClusterSlug = "", Capacity = 2, Provides = "A desk." };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_problem_comes_as_an_exception_with_its_code_and_every_reason()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "photonics-cluster-uk");

        var invalid = await Assert.ThrowsAsync<ProblemException>(
            () => partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "photonics-cluster-uk", Capacity = 0, Languages = ["?"] }, cancellation: Stop));
        var hidden = await Assert.ThrowsAsync<ProblemException>(() => partner.Client.GetOfferAsync(Guid.NewGuid(), cancellation: Stop));
        var forbidden = await Assert.ThrowsAsync<ProblemException>(
            () => partner.Client.CreateThemeAsync(new ThemeRequest { Code = "x", Kind = new("domain"), Source = "x", Label = new() { Fr = "x", En = "x" } }, cancellation: Stop));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "request.invalid"), (invalid.Status, invalid.Code));
        Assert.Equal(["#/capacity", "#/languages/0"], invalid.Errors.Select(reason => reason.Pointer).Order());
        Assert.All(invalid.Errors, reason => Assert.NotEmpty(reason.Detail!));
        Assert.NotEmpty(invalid.TraceId!);
        Assert.Equal((HttpStatusCode.NotFound, "resource.not_found"), (hidden.Status, hidden.Code));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
        Assert.Contains("scope", forbidden.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_whose_answer_is_lost_is_sent_again_with_its_key_and_done_once()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "silicon-saxony");
        partner.Line.LoseAnswer();

        var offer = await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "silicon-saxony" }, cancellation: Stop);

        Assert.True(offer.WasReplayed);
        var keys = partner.Line.Sent.Where(sent => sent.Path == "/v1/offers").Select(sent => sent.Key).ToList();
        Assert.Equal(2, keys.Count);
        Assert.NotNull(Assert.Single(keys.Distinct()));
        Assert.Equal(offer.Value.Id, Assert.Single(await AllAsync(partner.Client.EachOffersAsync(clusterSlug: "silicon-saxony", cancellation: Stop))).Id);

        await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "silicon-saxony" }, cancellation: Stop);
        Assert.Equal(2, partner.Line.Sent.Where(sent => sent is { Method: "POST", Path: "/v1/offers" }).Select(sent => sent.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_key_of_ones_own_makes_two_calls_one_act()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "twist");
        var key = Guid.NewGuid().ToString();

        var first = await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "twist" }, idempotencyKey: key, cancellation: Stop);
        var second = await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "twist" }, idempotencyKey: key, cancellation: Stop);

        Assert.Equal((false, true), (first.WasReplayed, second.WasReplayed));
        Assert.Equal(first.Value.Id, second.Value.Id);
    }

    [Fact]
    public async Task A_patch_whose_answer_is_lost_is_not_sent_again()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "tweed");
        var offer = await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "tweed" }, cancellation: Stop);
        partner.Line.LoseAnswer();

        await Assert.ThrowsAsync<HttpRequestException>(() => partner.Client.EditOfferAsync(offer.Value.Id, offer.ETag, new OfferPatch { Capacity = 3 }, Stop));

        Assert.Equal(1, partner.Line.TriesOf($"/v1/offers/{offer.Value.Id}"));
        Assert.Equal(3, (await partner.Client.GetOfferAsync(offer.Value.Id, cancellation: Stop)).Value.Capacity);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_busy_service_is_asked_again_when_it_said(HttpStatusCode busy)
    {
        await using var partner = await Partner.OfClusterAsync(Service, "brainport-eindhoven");
        partner.Line.Answer(busy, "1");

        await partner.Client.GetMeAsync(cancellation: Stop);

        var tries = partner.Line.Sent.Where(sent => sent.Path == "/v1/me").ToList();
        Assert.Equal(2, tries.Count);
        Assert.True(tries[1].At - tries[0].At > TimeSpan.FromMilliseconds(900), "It did not wait as long as Retry-After said.");
    }

    [Fact]
    public async Task A_wait_longer_than_ones_patience_is_told_at_once()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "brainport-eindhoven");
        partner.Line.Answer(HttpStatusCode.TooManyRequests, "3600");

        var busy = await Assert.ThrowsAsync<ProblemException>(() => partner.Client.GetMeAsync(cancellation: Stop));

        Assert.Equal((HttpStatusCode.TooManyRequests, "", TimeSpan.FromHours(1)), (busy.Status, busy.Code, busy.RetryAfter));
    }

    [Fact]
    public async Task Parallel_calls_share_one_token_until_shortly_before_it_expires()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var partner = await Partner.OfClusterAsync(Service, "skywin", clock);
        async Task CallAsync() => Assert.Equal("skywin", Assert.Single((await partner.Client.GetMeAsync(cancellation: Stop)).Value.Organisations).Slug);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallAsync()));
        Assert.Equal(1, partner.Line.TriesOf("/connect/token"));
        clock.Advance(TimeSpan.FromMinutes(9));
        await CallAsync();
        Assert.Equal(1, partner.Line.TriesOf("/connect/token"));
        clock.Advance(TimeSpan.FromSeconds(45));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallAsync()));
        Assert.Equal(2, partner.Line.TriesOf("/connect/token"));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        var good = (await Service.Client("skywin platform", OrganisationKind.Cluster, "skywin", ["read", "offers:write"]).TokenAsync())!;
        var (mended, hopeless) = (new TokensOfATest("stale", good), new TokensOfATest("stale", "stale too"));
        await using var lucky = await Partner.OfClusterAsync(Service, "skywin", tokens: _ => mended);
        await using var unlucky = await Partner.OfClusterAsync(Service, "skywin", tokens: _ => hopeless);

        await lucky.Client.GetMeAsync(cancellation: Stop);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => unlucky.Client.GetMeAsync(cancellation: Stop));

        Assert.Equal(["stale"], mended.Refused);
        Assert.Equal((HttpStatusCode.Unauthorized, 2), (refused.Status, unlucky.Line.TriesOf("/v1/me")));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_as_the_authorization_server_tells_it()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "skywin", with: options => options.ClientSecret = "wrong");

        Assert.Equal("invalid_client", (await Assert.ThrowsAsync<TokenException>(() => partner.Client.GetMeAsync(cancellation: Stop))).Code);
        Assert.Equal(0, partner.Line.TriesOf("/v1/me"));
    }

    [Fact]
    public async Task Missing_settings_are_named()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "skywin", with: options => options.Address = null);

        Assert.Contains("Address", Assert.Throws<OptionsValidationException>(() => partner.Client).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_item_of_every_page_is_read_once()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "flanders-food");
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
            made.Add((await partner.Client.CreateOfferAsync(Drafted with { ClusterSlug = "flanders-food" }, cancellation: Stop)).Value.Id);
        var before = partner.Line.TriesOf("/v1/offers");

        var read = await AllAsync(partner.Client.EachOffersAsync(clusterSlug: "flanders-food", status: OfferStatus.Draft, limit: 2, cancellation: Stop));

        Assert.Equal(made.Order(), read.Select(offer => offer.Id).Order());
        Assert.Equal(3, partner.Line.TriesOf("/v1/offers") - before);
    }

    [Fact]
    public async Task A_resource_is_changed_at_the_version_that_was_seen()
    {
        await using var partner = await Partner.OfClusterAsync(Service, "nce-subsea");
        var client = partner.Client;
        var draft = await client.CreateOfferAsync(Drafted with { ClusterSlug = "nce-subsea" }, cancellation: Stop);
        var id = draft.Value.Id;

        var same = await client.GetOfferAsync(id, ifNoneMatch: draft.ETag, cancellation: Stop);
        var changed = await client.EditOfferAsync(id, draft.ETag, new OfferPatch { Capacity = 4, Provides = null }, Stop);
        var late = await Assert.ThrowsAsync<ProblemException>(() => client.EditOfferAsync(id, draft.ETag, new OfferPatch { Capacity = 5 }, Stop));

        Assert.True(same.IsUnchanged);
        Assert.Throws<InvalidOperationException>(() => same.Value);
        Assert.Equal($"/v1/offers/{id}", draft.Location!.ToString());
        Assert.Equal((4, null, "nce-subsea", OfferStatus.Draft), (changed.Value.Capacity, changed.Value.Provides, changed.Value.ClusterSlug, changed.Value.Status));
        Assert.Equal(draft.Value.Version + 1, changed.Value.Version);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
    }

    [Fact]
    public async Task The_bytes_of_terms_have_the_hash_that_a_consent_names()
    {
        var pairing = await Given.ProposedPairingAsync();
        await using var partner = await Partner.OfClusterAsync(Service, pairing.Offer.Cluster.Slug);

        var shown = (await partner.Client.GetPairingAsync(pairing.Id, cancellation: Stop)).Value;
        var terms = await partner.Client.GetTermsOfPairingAsync(pairing.Id, shown.TermsVersion, cancellation: Stop);

        Assert.Equal(shown.TermsHash, Convert.ToHexStringLower(SHA256.HashData(terms.Bytes.Span)));
    }

    [Fact]
    public void A_name_that_came_later_is_read_and_kept()
    {
        var read = JsonSerializer.Deserialize<OfferStatus>("\"frozen\"");

        Assert.NotEqual(OfferStatus.Published, read);
        Assert.Equal("\"frozen\"", JsonSerializer.Serialize(read));
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }
}

/// <inheritdoc/>
public sealed class ClientOnSqlite(OnSqlite database) : ClientTests(database);

/// <inheritdoc/>
public sealed class ClientOnPostgres(OnPostgres database) : ClientTests(database);
