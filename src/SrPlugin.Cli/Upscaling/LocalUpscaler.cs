using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;
using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Jobs;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works in this process.</summary>
/// <param name="pipeline">The model. Taken over.</param>
/// <param name="recipe">Complete.</param>
/// <param name="modelHash">Goes into the notes; may still be computed.</param>
internal sealed class LocalUpscaler(IRestorationModel pipeline, Recipe recipe, Task<string> modelHash) : IPictureUpscaler
{
    public UpscaledPicture Run(JobPicture picture, Recipe? changes, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        JobOutcome outcome = JobRunner.Run(pipeline, changes?.Over(recipe) ?? recipe, picture, null, new Progress(progress), cancellationToken);
        var note = new RecipeNote
        {
            Version = ProgramVersion.Text,
            ModelHash = modelHash.GetAwaiter().GetResult(),
            Scores = outcome.Scores,
            Recipe = outcome.Recipe,
        };
        return new UpscaledPicture(
            outcome.Pixels,
            note,
            outcome.StageTimes.GroupBy(time => time.Stage)
                .ToDictionary(times => times.Key.ToString(), times => Math.Round(times.Sum(time => time.Elapsed.TotalSeconds), 3)));
    }

    public double? EstimateMemory(double pixels) => JobRunner.EstimateMemory(pipeline, recipe, pixels);

    public void Dispose() => pipeline.Dispose();

    private sealed class Progress(IProgress<WorkProgress> target) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => target.Report(new WorkProgress(StageNames.Of(StageWords.Of(value.Stage)), value.Fraction));
    }
}
