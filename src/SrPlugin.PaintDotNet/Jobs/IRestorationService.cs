using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>What the effect wants of the inference service.</summary>
internal interface IRestorationService
{
    /// <summary>Runs one job.</summary>
    /// <exception cref="ServiceException">It failed; the exception says what can be done.</exception>
    Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken);

    /// <summary>The models that it can use.</summary>
    Task<ModelList> GetModelsAsync(CancellationToken cancellationToken);

    /// <summary>The models that can be downloaded, the installed ones too.</summary>
    Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken);

    /// <summary>Downloads a model whose licences were accepted.</summary>
    /// <exception cref="ServiceException">It failed; the exception says what can be done.</exception>
    Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken);
}
