using Ambassadors.Domain.People;

namespace Ambassadors.Api.Http;

/// <summary>Who asks. Memberships, declared conflicts and scopes are read anew with every request: what is removed counts at the next.</summary>
public sealed class CurrentActor
{
    /// <summary>The actor; nobody, who may do nothing, until the token was read.</summary>
    public Actor Actor { get; set; } = new() { Kind = ActorKind.Person };

    /// <summary>What the token lets its bearer use of the actor's rights.</summary>
    public IReadOnlySet<string> Scopes { get; set; } = new HashSet<string>();

    /// <summary>Who issued the token, and to whom; absent until it was read.</summary>
    public (string Issuer, string Subject)? Identity { get; set; }

    /// <summary>Stands for the actor in keys: kind and id, or the token's identity where nobody here is known by it.</summary>
    public string Key => $"{Actor.Kind}:{(Actor.PersonId ?? Actor.ClientId)?.ToString() ?? $"{Identity?.Issuer}\n{Identity?.Subject}"}";

    public static implicit operator Actor(CurrentActor current) => current.Actor;
}
