namespace Ambassadors.Api.Startup;

/// <summary>The service can't start as it is configured. The message is for whoever starts it and names the setting.</summary>
public sealed class StartRefusedException(string message) : Exception(message)
{
    /// <summary>A setting is missing or weak.</summary>
    public static StartRefusedException Setting(string name, string reason) => new($"Setting {name} {reason}");
}
