using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using FluentValidation;

namespace Ambassadors.Api.Partners;

/// <summary>What is registered of a partner system. It acts for a pôle, for a cluster or, without either, for the programme.</summary>
/// <param name="Name" example="SCS: candidature platform">Name, up to 200 characters.</param>
/// <param name="PoleSlug" example="scs">Slug of the pôle that it acts for; permanent.</param>
/// <param name="ClusterSlug">Slug of the cluster that it acts for; permanent.</param>
/// <param name="Scopes">The scopes that it may ask for, one at least. For the programme it may read, nothing else.</param>
/// <param name="SignatoryId">The person who answers for what it submits, consents and signs: a signatory of the organisation. With the scope <c>sign</c>, and only with it.</param>
/// <param name="ExpiresAt">From when on it is refused, UTC; absent where it is not to end by itself.</param>
/// <param name="AllowedAddresses">The networks from which alone it may call, IPv4 or IPv6 in CIDR notation, up to 50; absent for all.</param>
/// <param name="Jwks">Its public keys, where it authenticates by <c>private_key_jwt</c> in place of a secret.</param>
public sealed record ClientRequest(
    string? Name, string? PoleSlug, string? ClusterSlug, IReadOnlyList<string>? Scopes, Guid? SignatoryId, DateTimeOffset? ExpiresAt,
    IReadOnlyList<string>? AllowedAddresses, JwksRequest? Jwks)
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The kind of organisation.</summary>
    [JsonIgnore]
    public OrganisationKind Kind => PoleSlug is not null ? OrganisationKind.Pole : ClusterSlug is not null ? OrganisationKind.Cluster : OrganisationKind.Programme;

    /// <summary>Slug of the pôle or cluster.</summary>
    [JsonIgnore]
    public string? Organisation => PoleSlug ?? ClusterSlug;

    /// <summary>What was written.</summary>
    public static ClientRequest Of(Client client) => new(
        client.DisplayName, client.File.Pole, client.File.Cluster, client.Scopes, client.SignatoryId, client.ExpiresAt,
        client.AllowedAddresses.Count == 0 ? null : client.AllowedAddresses,
        client.JsonWebKeySet is { } keys ? JsonSerializer.Deserialize<JwksRequest>(keys, Stored) : null);

    /// <summary>Writes it, once it was judged.</summary>
    public void WriteTo(Client client)
    {
        client.DisplayName = Name;
        client.Scopes = Scopes!;
        client.SignatoryId = SignatoryId;
        client.ExpiresAt = ExpiresAt?.ToUniversalTime();
        client.AllowedAddresses = AllowedAddresses ?? [];
        client.JsonWebKeySet = Jwks is null ? null : JsonSerializer.Serialize(Jwks, Stored);
    }

    /// <summary>What the journal keeps of it: which keys, and no names.</summary>
    public JournalFacts Facts() => new JournalFacts()
        .Add("scopes", string.Join(' ', Scopes ?? [])).Add("signatory", SignatoryId).Add("expiresAt", ExpiresAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))
        .Add("addresses", AllowedAddresses is { Count: > 0 } addresses ? string.Join(' ', addresses) : null)
        .Add("keys", Jwks?.Keys is { } keys ? string.Join(' ', keys.Select(key => key.Thumbprint())) : null);
}

/// <summary>Judges the form of a <see cref="ClientRequest"/>.</summary>
public sealed class ClientRequestValidator : AbstractValidator<ClientRequest>
{
    public ClientRequestValidator()
    {
        RuleFor(client => client.Name).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(client => client.PoleSlug).Slug();
        RuleFor(client => client.ClusterSlug).Cascade(CascadeMode.Stop).Slug()
            .Must((client, cluster) => cluster is null || client.PoleSlug is null).WithErrorCode("client.one_organisation");
        RuleFor(client => client.Scopes).Cascade(CascadeMode.Stop).Required()
            .Must(scopes => scopes is not { Count: 0 }).WithErrorCode("field.required").ListOf(20)
            .Must((client, scopes) => client.Kind != OrganisationKind.Programme || scopes is [Http.Scopes.Read]).WithErrorCode("client.programme_reads");
        this.EachOf(client => client.Scopes, 20).Must(scope => scope is null || Http.Scopes.All.Contains(scope)).WithErrorCode("field.scope")
            .WithState(_ => new object[] { string.Join(", ", Http.Scopes.All) });
        RuleFor(client => client.SignatoryId).Must((client, signatory) => signatory is not null == client.Scopes?.Contains(Http.Scopes.Sign))
            .WithErrorCode("client.signatory_and_sign").When(client => client.Scopes is not null);
        RuleFor(client => client.ExpiresAt).Instant();
        this.ListOf(client => client.AllowedAddresses, 50).Must(network => network is null || IsNetwork(network)).WithErrorCode("field.network");
        RuleFor(client => client.Jwks).SetValidator(new JwksRequestValidator()!);
    }

    // What is written is what is meant: no octal or hexadecimal numbers, no bits of a host, no zone; an IPv4 address is written as one.
    private static bool IsNetwork(string text) =>
        IPNetwork.TryParse(text, out var network) && string.Equals(network.ToString(), text, StringComparison.OrdinalIgnoreCase)
        && !network.BaseAddress.IsIPv4MappedToIPv6 && !text.Contains('%', StringComparison.Ordinal);
}
