using System.Collections.Concurrent;

namespace SrPlugin.Weights.Store;

/// <summary>
/// Turns the addresses of a catalogue into places to download from, with the sizes, hashes and commits that Hugging Face's API knows.
/// </summary>
internal sealed class SourceResolver(Downloader downloader, bool acceptsChanges)
{
    private readonly ConcurrentDictionary<(string Kind, string Repository, string Revision), Lazy<Task<HubListing>>> _listings = new();

    /// <summary>Resolves a file's addresses.</summary>
    /// <param name="file">The file.</param>
    /// <param name="recorded">What was noted when it first arrived; null when it never did.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The places, best first, and what is wrong with those that were left out.</returns>
    /// <exception cref="ModelStoreException">Every place has another file than the one that is known.</exception>
    public async Task<(IReadOnlyList<DownloadSource> Sources, IReadOnlyList<string> Faults)> ResolveAsync(
        CatalogueFile file, RecordedFile? recorded, CancellationToken cancellationToken)
    {
        string? known = file.Sha256 ?? (acceptsChanges ? null : recorded?.Sha256);
        long? size = file.Sha256 is not null ? file.Size : acceptsChanges ? null : recorded?.Size;
        var sources = new List<DownloadSource>();
        var faults = new List<string>();
        bool isChanged = false;
        foreach (Uri address in file.Sources.Select(source => new Uri(source)))
        {
            if (!HubFile.TryParse(address, out HubFile? hub))
            {
                sources.Add(new DownloadSource(address, size, known));
                continue;
            }

            try
            {
                HubListing listing = await ListAsync(hub, cancellationToken).ConfigureAwait(false);
                if (!listing.Files.TryGetValue(hub.Path, out (long Size, string? Sha256) entry))
                {
                    faults.Add($"{hub.Repository} has no file {hub.Path}.");
                }
                else if ((known is not null && entry.Sha256 is not null && known != entry.Sha256)
                    || (size is { } expected && expected != entry.Size))
                {
                    isChanged = true;
                {
                    string earlier = file.Sha256 is null
                        ? $"on {recorded!.RecordedAt:yyyy-MM-dd}, when it was first downloaded"
                        : "the one in the catalogue";
                    faults.Add($"{hub.Repository} has another {hub.Path} now than {earlier}.");
                }
                }
                else
                {
                    sources.Add(
                        new DownloadSource(
                            hub.FileAddress(downloader.Options.HubEndpoint, listing.Commit), entry.Size, known ?? entry.Sha256,
                            listing.Commit));
                }
            }
            catch (DownloadException e)
            {
                faults.Add(e.Message);
            }
        }

        return sources.Count > 0 || !isChanged
            ? (sources, faults)
            : throw new ModelStoreException(
                StoreFault.WrongContent, $"{file.Path} was replaced at its source: {string.Join(" ", faults)}",
                file.Sha256 is null
                    ? "If you trust the new file, repeat with --accept-changes."
                    : "Install a newer version of the program, which may know the new file.");
    }

    private Task<HubListing> ListAsync(HubFile hub, CancellationToken cancellationToken) =>
        _listings.GetOrAdd(
            (hub.Kind, hub.Repository, hub.Revision),
            _ =>
                new Lazy<Task<HubListing>>(
                    () => HubListing.GetAsync(downloader, hub, downloader.Options.HubEndpoint, cancellationToken))).Value;
}
