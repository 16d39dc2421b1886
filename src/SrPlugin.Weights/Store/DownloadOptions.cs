namespace SrPlugin.Weights.Store;

/// <summary>The settings of a <see cref="Downloader"/>.</summary>
public sealed record DownloadOptions
{
    /// <summary>The environment variable with another address of Hugging Face, such as a mirror's.</summary>
    public const string EndpointVariable = "HF_ENDPOINT";

    /// <summary>The environment variable with the token for gated repositories of Hugging Face.</summary>
    public const string TokenVariable = "HF_TOKEN";

    /// <summary>The address of Hugging Face that the catalogue uses.</summary>
    internal static readonly Uri PublicHub = new("https://huggingface.co/");

    /// <summary>Gets the address that requests to Hugging Face go to.</summary>
    public Uri HubEndpoint { get; init; } = PublicHub;

    /// <summary>Gets the token for gated repositories; sent to <see cref="HubEndpoint"/> only.</summary>
    public string? HubToken { get; init; }

    /// <summary>Gets the number of files that are downloaded at the same time, from 1.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Gets the number of attempts in a row that may fail with little progress before the next source is used, from 1.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Gets the time without a byte after which a connection counts as stalled.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the wait after the first failed attempt; it doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest wait between two attempts, a server's own wish included; a server that wants more is given up.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads the settings from the environment.</summary>
    /// <exception cref="ModelStoreException">The address of Hugging Face is not an https address.</exception>
    public static DownloadOptions FromEnvironment()
    {
        string? endpoint = Environment.GetEnvironmentVariable(EndpointVariable);
        if (!string.IsNullOrWhiteSpace(endpoint) && !CatalogueRules.IsSafeAddress(endpoint))
            throw new ModelStoreException(
                StoreFault.DownloadFailed, $"{EndpointVariable} is '{endpoint}', which is not an https address.",
                $"Correct {EndpointVariable}, or unset it.");
        return new DownloadOptions
        {
            HubEndpoint = string.IsNullOrWhiteSpace(endpoint) ? PublicHub : new Uri(endpoint.TrimEnd('/') + "/"),
            HubToken = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token.Trim() : null,
        };
    }

    // A record prints its members: the token must not come into a log that way.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append(
            System.Globalization.CultureInfo.InvariantCulture, $"{HubEndpoint}, token {(HubToken is null ? "absent" : "present")}");
        return true;
    }
}
