using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>The service of this user, found or started at the first job.</summary>
/// <param name="options">How to find and start it.</param>
internal sealed class ClientRestorationService(ClientOptions options) : IRestorationService
{
    private readonly Lazy<SrPluginClient> _client = new(() => new SrPluginClient(options));

    /// <summary>The one of this process.</summary>
    public static ClientRestorationService Shared { get; } = new(new ClientOptions());

    /// <inheritdoc/>
    public Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken) =>
        _client.Value.UpscaleAsync(request, pixels, mask, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken) => _client.Value.GetModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken) => _client.Value.GetCatalogueAsync(cancellationToken);

    /// <inheritdoc/>
    public Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken) =>
        _client.Value.InstallModelAsync(id, new InstallationRequest { AcceptLicences = true }, progress, cancellationToken);
}
