using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The inference service through its client.</summary>
internal sealed class ClientService : IRestorationService
{
    private readonly Lazy<SrPluginClient> _client = new(() => new SrPluginClient());

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
}
