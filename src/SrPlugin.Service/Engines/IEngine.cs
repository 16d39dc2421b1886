using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Service.Engines;

/// <summary>Computes jobs. Members so marked are called from the inference thread only.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>Gets the name of the engine, as it stands in the service's health: <c>real</c>.</summary>
    string Name { get; }

    /// <summary>The device asked for, or in use.</summary>
    string Device { get; }

    /// <summary>Ids of the models in memory.</summary>
    IReadOnlyList<string> ResidentModels { get; }

    /// <summary>Every model there is.</summary>
    IReadOnlyList<ModelDescription> DescribeModels();

    /// <summary>The model that a recipe asks for.</summary>
    /// <exception cref="IOException">There is none, or its files are wrong.</exception>
    ModelDescription Find(Recipe? recipe);

    /// <summary>Runs a job. Inference thread only.</summary>
    /// <param name="recipe">The recipe, already checked; null for the defaults.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="checkpoint">Passed between tiles; <see cref="Run"/> or <see cref="Estimate"/> may be called for another job
    /// meanwhile.</param>
    /// <param name="progress">Told between tiles.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    JobOutcome Run(
        Recipe? recipe, JobPicture picture, IJobCheckpoint checkpoint, IProgress<JobProgress> progress,
        CancellationToken cancellationToken);

    /// <summary>Estimates how degraded a picture is. Inference thread only.</summary>
    /// <param name="recipe">Names the model; null for the default.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    DegradationScores Estimate(Recipe? recipe, JobPicture picture, CancellationToken cancellationToken);

    /// <summary>Frees the models that no job uses. Inference thread only.</summary>
    void Unload();

    /// <summary>Tensors alive that were made on the calling thread; 0 for an engine without tensors.</summary>
    long CountTensors();
}
