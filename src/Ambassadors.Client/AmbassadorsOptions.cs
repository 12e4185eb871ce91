namespace Ambassadors.Client;

/// <summary>What a partner's system needs to call the service.</summary>
public sealed class AmbassadorsOptions
{
    /// <summary>Where the service is.</summary>
    public Uri? Address { get; set; }

    /// <summary>The id that the programme gave to your system.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The scopes to ask for, such as <c>read</c> and <c>offers:write</c>; without any, the service decides.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The language of titles and details, <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>How often a call is sent again where that is safe; 0 for never.</summary>
    public int Retries { get; set; } = 4;

    /// <summary>The most that one call may take, all tries and waits together.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most that one try may take.</summary>
    public TimeSpan PatiencePerTry { get; set; } = TimeSpan.FromSeconds(15);
}
