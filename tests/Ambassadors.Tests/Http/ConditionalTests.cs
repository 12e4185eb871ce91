using System.Text.RegularExpressions;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>That of every noun a single resource has a tag by which it is read again and changed.</summary>
public abstract partial class ConditionalTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task Whoever_holds_a_resource_is_not_sent_it_again()
    {
        var pairing = await Given.ApprovedPairingAsync();
        var administrator = Given.Administrator;
        string[] lists = ["/v1/themes", "/v1/cooperations", "/v1/people", $"/v1/poles/{pairing.Application.Pole.Slug}/members", $"/v1/clusters/{pairing.Offer.Cluster.Slug}/members"];
        var listed = await Task.WhenAll(lists.Select(async list =>
            (await administrator.GetAsync($"{list}?limit=1")).Items[0] is var item && item.TryGetProperty("id", out var id) ? $"{list}/{id}" : $"{list}/{item.GetProperty("code")}"));
        string[] paths =
        [
            "/v1/me", $"/v1/poles/{pairing.Application.Pole.Slug}", $"/v1/clusters/{pairing.Offer.Cluster.Slug}", pairing.Application.Call.Path, pairing.Application.Path,
            pairing.Offer.Path, pairing.Path, $"{pairing.Path}/terms/1",
            $"/v1/exchanges/{(await administrator.GetAsync($"/v1/exchanges?callId={pairing.Application.Call.Id}")).Items[0].GetProperty("id")}", .. listed
        ];

        foreach (var path in paths)
        {
            var seen = (await administrator.GetAsync(path)).ShouldBe(200);
            Assert.Matches(Tag(), seen.ETag);
            var held = (await administrator.GetAsync(path, ("If-None-Match", $"\"0-0\", {seen.ETag}"))).ShouldBe(304);
            Assert.Equal((seen.ETag, ""), (held.ETag, held.Body));
            (await administrator.GetAsync(path, ("If-None-Match", "\"0-0\""))).ShouldBe(200);
        }
    }

    [Theory]
    [InlineData(null, 428, "precondition.required")]
    [InlineData("\"99-0\"", 412, "precondition.failed")]
    [InlineData("W/\"1-0\"", 412, "precondition.failed")]
    [InlineData("no tag", 412, "precondition.failed")]
    [InlineData("*", 200, null)]
    [InlineData("\"1-0\"", 200, null)]
    public async Task A_patch_says_which_version_it_was_made_on(string? ifMatch, int status, string? code)
    {
        var offer = await Given.DraftOfferAsync();
        var patch = Caller.ContentOf(new { partnerReference = $"{Guid.NewGuid()}" }, "application/merge-patch+json");
        var before = await offer.Cluster.Contact.GetAsync(offer.Path);

        var answer = (await offer.Cluster.Contact.SendAsync(HttpMethod.Patch, offer.Path, patch, ifMatch)).ShouldBe(status);

        if (code is not null)
            answer.ShouldBeProblem(status, code);
        Assert.Equal(code is null, before.ETag != (await offer.Cluster.Contact.GetAsync(offer.Path)).ETag);
    }

    [Fact]
    public async Task What_a_person_reads_of_a_resource_is_theirs_and_so_is_its_tag()
    {
        var cluster = await Given.ClusterAsync();
        var platform = Service.Client("platform-that-reads-tags", OrganisationKind.Cluster, cluster.Slug, ["read"]);
        var offer = await Given.DraftOfferAsync(cluster);

        var (contact, reader) = (await cluster.Contact.GetAsync(offer.Path), await platform.GetAsync(offer.Path));

        Assert.Equal(contact["version"], reader["version"]);
        Assert.Equal(contact.Texts("allowedActions").SequenceEqual(reader.Texts("allowedActions")), contact.ETag == reader.ETag);
    }

    [GeneratedRegex("^\"[0-9]+-[0-9a-f]{16}\"$")]
    private static partial Regex Tag();
}

/// <inheritdoc/>
public sealed class ConditionalTestsOnSqlite(OnSqlite database) : ConditionalTests(database);

/// <inheritdoc/>
public sealed class ConditionalTestsOnPostgres(OnPostgres database) : ConditionalTests(database);
