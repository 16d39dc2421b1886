using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Jobs;

/// <summary>Runs jobs on a loaded model: a recipe and a picture in, a picture out. The service and the command line share it.</summary>
public static class JobRunner
{
    /// <summary>Runs one job.</summary>
    /// <param name="model">The model. Borrowed.</param>
    /// <param name="recipe">The recipe, completed by <see cref="RecipeDefaults"/>.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="checkpoint">Passed between stages, tiles and bands, where another job may run; null when none can.</param>
    /// <param name="progress">Told of every tile and band; null for nobody.</param>
    /// <param name="cancellationToken">Stops within a tile or band.</param>
    public static JobOutcome Run(
        IImageRestorer model, Recipe recipe, JobPicture picture, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(picture);
        UpscaleResult result = new Upscaler(model).Run(
            picture.Source, RecipeMapping.ToRequest(recipe, picture.Selection, picture.Mask, model.DefaultOptions), checkpoint, progress, cancellationToken);
        DegradationScores? scores = result.Degradation is { } known ? RecipeMapping.ToScores(known) : null;
        return new JobOutcome(result.Pixels, recipe with { Blur = scores?.Blur, Noise = scores?.Noise }, scores, result.StageTimes);
    }

    /// <summary>Estimates what a job takes of the machine's memory beside the model and its feature maps.</summary>
    /// <param name="model">The model. Borrowed.</param>
    /// <param name="recipe">The recipe, completed by <see cref="RecipeDefaults"/>.</param>
    /// <param name="pixels">Pixels of the picture, or of the part that is worked on.</param>
    /// <returns>Bytes.</returns>
    public static double EstimateMemory(IImageRestorer model, Recipe recipe, double pixels)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        return new Upscaler(model).EstimateMemory(pixels, RecipeMapping.ToRequest(recipe, null, null, model.DefaultOptions));
    }

    /// <summary>Estimates how degraded a picture, or its selection, is.</summary>
    /// <param name="model">The model. Borrowed.</param>
    /// <param name="picture">The picture; its mask is not used.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    public static DegradationScores Estimate(IImageRestorer model, JobPicture picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        return RecipeMapping.ToScores(new Upscaler(model).EstimateDegradation(picture.Source, picture.Selection, cancellationToken));
    }
}
