using System.Globalization;
using Ambassadors.Api.Startup;

namespace Ambassadors.Api.Http.Quotas;

/// <summary>How many requests somebody may make within a window of time.</summary>
/// <param name="Name">Its name in the headers: <c>client</c>.</param>
/// <param name="Requests">How many.</param>
/// <param name="Window">Within how long, in whole seconds.</param>
public sealed record Quota(string Name, int Requests, TimeSpan Window)
{
    /// <summary>Reads <c>Quotas:…:Requests</c> and <c>Quotas:…:Window</c>; what makes no quota stops the start.</summary>
    public static Quota Of(IConfiguration configuration, string setting, string name, int requests)
    {
        var section = configuration.GetSection($"Quotas:{setting}");
        var quota = new Quota(name, ReadRequests(section, requests), ReadWindow(section));
        if (quota.Requests < 1)
            throw StartRefusedException.Setting($"{section.Path}:Requests", "has to be 1 or more.");
        return quota.Window >= TimeSpan.FromSeconds(1) && quota.Window.Ticks % TimeSpan.TicksPerSecond == 0 && quota.Window <= TimeSpan.FromDays(1)
            ? quota
            : throw StartRefusedException.Setting($"{section.Path}:Window", "has to be whole seconds, from 00:00:01 to a day.");
    }

    /// <summary>The quota as <c>RateLimit-Policy</c> shows it: <c>"client";q=600;w=60</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={Requests};w={(int)Window.TotalSeconds}");

    private static int ReadRequests(IConfigurationSection section, int usual) =>
        section["Requests"] is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) ? requests
        : throw StartRefusedException.Setting($"{section.Path}:Requests", $"is '{text}', which is no number.");

    private static TimeSpan ReadWindow(IConfigurationSection section) =>
        section["Window"] is not { } text ? TimeSpan.FromMinutes(1)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var window) ? window
        : throw StartRefusedException.Setting($"{section.Path}:Window", $"is '{text}', which is no span of time such as 00:01:00.");
}

/// <summary>Where somebody stands with a quota after a request.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="IsWithin">Whether the request was still within it.</param>
/// <param name="Left">How many more requests are.</param>
/// <param name="Seconds">Until it begins anew.</param>
public sealed record Standing(Quota Quota, bool IsWithin, int Left, int Seconds)
{
    /// <summary>The standing as <c>RateLimit</c> shows it: <c>"client";r=599;t=60</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"\"{Quota.Name}\";r={Left};t={Seconds}");
}
