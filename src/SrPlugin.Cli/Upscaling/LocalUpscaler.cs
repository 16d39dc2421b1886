using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;
using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Recipes;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;
using UpscaleResult = SrPlugin.Inference.Jobs.UpscaleResult;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works in this process.</summary>
/// <param name="pipeline">The model. Taken over.</param>
/// <param name="recipe">Complete.</param>
/// <param name="modelHash">Goes into the notes; may still be computed.</param>
internal sealed class LocalUpscaler(IRestorationModel pipeline, Recipe recipe, Task<string> modelHash) : IPictureUpscaler
{
    public UpscaledPicture Run(PictureJob job, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        UpscaleResult result = new Upscaler(pipeline).Run(
            job.Source, RecipeMapping.ToRequest(recipe, job.Selection, job.Mask, pipeline.DefaultOptions), new Progress(progress), cancellationToken);
        DegradationScores? scores = result.Degradation is { } known ? RecipeMapping.ToScores(known) : null;
        var note = new RecipeNote
        {
            Version = ProgramVersion.Text,
            ModelHash = modelHash.GetAwaiter().GetResult(),
            Scores = scores,
            Recipe = recipe with { Blur = scores?.Blur, Noise = scores?.Noise },
        };
        return new UpscaledPicture(
            result.Pixels,
            note,
            result.StageTimes.GroupBy(time => time.Stage)
                .ToDictionary(times => times.Key.ToString(), times => Math.Round(times.Sum(time => time.Elapsed.TotalSeconds), 3)));
    }

    public void Dispose() => pipeline.Dispose();

    private sealed class Progress(IProgress<WorkProgress> target) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => target.Report(new WorkProgress(StageNames.Of(StageWords.Of(value.Stage)), value.Fraction));
    }
}
