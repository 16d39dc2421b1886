using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
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
        UpscaleRequest request = RecipeMapping.ToRequest(recipe, picture.Selection, picture.Mask, model.DefaultOptions) with
        {
            KeepsGrey = !picture.IsPartOfColorPicture,
        };
        UpscaleResult result = new Upscaler(model).Run(picture.Source, request, checkpoint, progress, cancellationToken);
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

    /// <summary>Gets how a picture is cut into parts that give what the whole gives.</summary>
    /// <param name="model">The model. Borrowed.</param>
    /// <param name="recipe">The recipe, completed by <see cref="RecipeDefaults"/>.</param>
    /// <returns>Pixels of the source around a part that have to be worked on with it, and how many times larger the networks see
    /// them.</returns>
    public static (int Context, int WorkingFactor) PartsOf(IImageRestorer model, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        var upscaler = new Upscaler(model);
        UpscaleRequest request = RecipeMapping.ToRequest(recipe, null, null, model.DefaultOptions);
        return (upscaler.ContextOf(request), upscaler.WorkingFactorOf(request));
    }

    /// <summary>Fills in the scores that a recipe leaves open, for a picture that is not in memory.</summary>
    /// <param name="model">The model. Borrowed.</param>
    /// <param name="recipe">The recipe, completed by <see cref="RecipeDefaults"/>.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="read">Reads a part.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    /// <returns>The recipe, with the scores that a job on the whole picture would estimate.</returns>
    public static Recipe WithScores(
        IImageRestorer model, Recipe recipe, int width, int height, Func<PixelRectangle, PixelBuffer> read,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        if (model.DefaultOptions is not S3DiffOptions || recipe is { Blur: not null, Noise: not null })
            return recipe;
        DegradationScores scores = RecipeMapping.ToScores(new Upscaler(model).EstimateDegradation(width, height, read, cancellationToken));
        return recipe with { Blur = recipe.Blur ?? scores.Blur, Noise = recipe.Noise ?? scores.Noise };
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
