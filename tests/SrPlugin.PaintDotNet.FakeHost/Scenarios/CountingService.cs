using SrPlugin.Client;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>Counts the jobs that go to a service.</summary>
internal sealed class CountingService(IRestorationService inner) : IRestorationService
{
    private int _jobs;

    public int Jobs => Volatile.Read(ref _jobs);

    /// <summary>The request that went last.</summary>
    public JobRequest? Last { get; private set; }

    public Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _jobs);
        Last = request;
        return inner.UpscaleAsync(request, pixels, mask, progress, cancellationToken);
    }

    public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken) => inner.GetModelsAsync(cancellationToken);

    public Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken) => inner.GetCatalogueAsync(cancellationToken);

    public Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken) =>
        inner.InstallAsync(id, progress, cancellationToken);
}
