using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Recipes;
using InferenceProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Service.Engines;

/// <summary>One job on one model, the same for every engine: selection, mask, alpha and sample formats.</summary>
internal static class PictureRun
{
    // A glance at the step, not the result: half a megabyte on the wire at most.
    private const int LongestPreview = 384;

    /// <summary>Runs the job.</summary>
    /// <param name="restorer">The model.</param>
    /// <param name="job">What to do.</param>
    /// <param name="recipe">Complete.</param>
    /// <param name="modelHash">Goes into the result.</param>
    /// <param name="checkpoint">Passed between tiles.</param>
    /// <param name="progress">Told between tiles.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    public static EngineResult Run(
        IImageRestorer restorer, EngineJob job, Recipe recipe, string modelHash, IJobCheckpoint checkpoint, IProgress<EngineProgress> progress,
        CancellationToken cancellationToken)
    {
        var upscaler = new Upscaler(restorer);
        UpscaleResult result = upscaler.Run(
            job.PixelBuffer, RecipeMapping.ToRequest(recipe, job.Selection, job.MaskBuffer, restorer.DefaultOptions), checkpoint,
            new Progress(progress, job.Request.Previews), cancellationToken);
        DegradationScores? scores = result.Degradation is { } known ? RecipeMapping.ToScores(known) : null;
        return new EngineResult(
            result.Pixels.Width, result.Pixels.Height, result.Pixels.TakeBytes(), scores, recipe with { Blur = scores?.Blur, Noise = scores?.Noise }, modelHash);
    }

    /// <summary>Estimates how degraded the picture, or its selection, is.</summary>
    public static DegradationScores Estimate(IImageRestorer restorer, EngineJob job, CancellationToken cancellationToken) =>
        RecipeMapping.ToScores(new Upscaler(restorer).EstimateDegradation(job.PixelBuffer, job.Selection, cancellationToken));

    private static JobPreview? ToPreview(StepPreview? shown)
    {
        if (shown is not { Image: var image })
            return null;
        double share = Math.Min(1, (double)LongestPreview / Math.Max(image.Width, image.Height));
        int width = Math.Max(1, (int)(image.Width * share)), height = Math.Max(1, (int)(image.Height * share));
        byte[] pixels = Resampler.Resize(image, width, height, ResampleFilter.Bilinear).ToPixels(Imaging.SampleFormat.UInt8).TakeBytes();
        return new JobPreview { Width = width, Height = height, Pixels = pixels, Step = shown.Step, StepCount = shown.StepCount };
    }

    private sealed class Progress(IProgress<EngineProgress> target, bool hasPreviews) : IProgress<InferenceProgress>
    {
        public void Report(InferenceProgress value) => target.Report(new EngineProgress(StageWords.Of(value.Stage), value.Completed, value.Total, value.Fraction, hasPreviews ? ToPreview(value.Preview) : null));
    }
}
