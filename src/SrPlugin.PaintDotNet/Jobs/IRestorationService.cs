using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>What the effect wants of the inference service.</summary>
internal interface IRestorationService
{
    /// <summary>Runs one job.</summary>
    /// <exception cref="ServiceException">It failed; the exception says what can be done.</exception>
    Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The models that it can use.</summary>
    Task<ModelList> GetModelsAsync(CancellationToken cancellationToken);
}
