namespace Ambassadors.Client;

/// <summary>A change of some members of a resource (RFC 7396): remembers what was set, so that null can remove.</summary>
public abstract class MergePatch
{
    private readonly Dictionary<string, object?> _set = [];

    /// <summary>What was set, by its name in the contract.</summary>
    public IReadOnlyDictionary<string, object?> Members => _set;

    /// <summary>What a member was set to.</summary>
    protected T? Get<T>(string name) => _set.TryGetValue(name, out var value) ? (T?)value : default;

    /// <summary>Sets a member.</summary>
    protected void Set<T>(string name, T value) => _set[name] = value;
}
