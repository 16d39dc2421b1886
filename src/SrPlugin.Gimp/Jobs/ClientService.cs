using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The inference service through its client.</summary>
internal sealed class ClientService : IRestorationService
{
    private readonly Lazy<SrPluginClient> _client = new(() => new SrPluginClient());

    /// <summary>Looks whether there is a service: what the first call to it would have to load and compile is there after it.</summary>
    public async Task PrepareAsync()
    {
        try
        {
            _ = await _client.Value.GetHealthAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or ArgumentException)
        {
            // The call itself will say so.
        }
    }

    /// <inheritdoc/>
    public Task<UpscaleResult> RunAsync(EffectJob job, IProgress<JobProgress>? progress, CancellationToken cancellationToken) =>
        _client.Value.UpscaleAsync(job.Request, job.Pixels, job.Coverage, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<DegradationScores> EstimateAsync(EffectJob job, CancellationToken cancellationToken)
    {
        EffectJob whole = job.WithoutMask();
        return _client.Value.EstimateAsync(whole.Request, whole.Pixels, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken) => _client.Value.GetModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken) => _client.Value.GetCatalogueAsync(cancellationToken);

    /// <inheritdoc/>
    public Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken) =>
        _client.Value.InstallModelAsync(id, new InstallationRequest { AcceptLicences = true }, progress, cancellationToken);
}
