using System.Text.Json;

namespace SrPlugin.Weights.Store;

/// <summary>The commit of a repository of Hugging Face, with the sizes of its files and the SHA-256 of the large ones.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Files">The files by path.</param>
internal sealed record HubListing(string Commit, IReadOnlyDictionary<string, (long Size, string? Sha256)> Files)
{
    private const int MaxPages = 100;

    /// <summary>Asks the API.</summary>
    /// <param name="downloader">Sends the requests.</param>
    /// <param name="file">Any file of the repository.</param>
    /// <param name="endpoint">The address of Hugging Face.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="DownloadException">The API does not answer, or not in the expected form.</exception>
    public static async Task<HubListing> GetAsync(Downloader downloader, HubFile file, Uri endpoint, CancellationToken cancellationToken)
    {
        try
        {
            Uri description = file.DescriptionAddress(endpoint);
            using JsonDocument repository = (await downloader.GetJsonAsync(description, cancellationToken).ConfigureAwait(false)).Json;
            string commit = repository.RootElement.GetProperty("sha").GetString() is { Length: > 0 } text && text.All(char.IsAsciiHexDigit)
                ? text
                : throw new DownloadException($"{description} does not name a commit.");
            var files = new Dictionary<string, (long, string?)>(StringComparer.Ordinal);
            Uri? next = file.ListAddress(endpoint, commit);
            for (int page = 0; next is not null && page < MaxPages; page++)
            {
                (JsonDocument list, next) = await downloader.GetJsonAsync(next, cancellationToken).ConfigureAwait(false);
                using (list)
                    Add(list.RootElement, files);
            }

            return new HubListing(commit, files);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DownloadException(
                $"{endpoint.Host} describes {file.Repository} in an unexpected form: {e.Message}", innerException: e);
        }
    }

    private static void Add(JsonElement list, Dictionary<string, (long Size, string? Sha256)> files)
    {
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (entry.GetProperty("type").GetString() != "file")
                continue;

            // "lfs" describes the file itself; "oid" and, in old answers, "size" outside of it describe the pointer to it.
            bool isLarge = entry.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object;
            string? hash = isLarge ? lfs.GetProperty("oid").GetString() : null;
            if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
                throw new FormatException($"'{hash}' is not a SHA-256.");
            files[entry.GetProperty("path").GetString()!] = (
                (isLarge ? lfs : entry).GetProperty("size").GetInt64(), hash?.ToLowerInvariant());
        }
    }
}
