using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the effect needs of the inference service. Every call starts the service when none runs.</summary>
internal interface IRestorationService
{
    /// <summary>Runs a job.</summary>
    /// <exception cref="ServiceException">The job failed, or the service did.</exception>
    Task<UpscaleResult> RunAsync(EffectJob job, IProgress<JobProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Estimates how degraded a job's selection is.</summary>
    /// <exception cref="ServiceException">The estimate failed, or the service did.</exception>
    Task<DegradationScores> EstimateAsync(EffectJob job, CancellationToken cancellationToken);

    /// <summary>The models it has.</summary>
    /// <exception cref="ServiceException">The service failed.</exception>
    Task<ModelList> GetModelsAsync(CancellationToken cancellationToken);

    /// <summary>The models that can be had, the installed ones too.</summary>
    /// <exception cref="ServiceException">The service failed.</exception>
    Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken);

    /// <summary>Downloads a model, or follows a download that runs already.</summary>
    /// <param name="id">The model's id in the catalogue. Its licences were accepted.</param>
    /// <param name="progress">Receives how far it is, on another thread.</param>
    /// <param name="cancellationToken">Ends the download. What has arrived stays, and is used by the next one.</param>
    /// <exception cref="ServiceException">The download failed, or the service did.</exception>
    Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken);
}
