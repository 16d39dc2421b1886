using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works in this process.</summary>
/// <param name="pipeline">The model. Taken over.</param>
/// <param name="recipe">Complete.</param>
/// <param name="modelHash">Goes into the notes; may still be computed.</param>
internal sealed class LocalUpscaler(IRestorationModel pipeline, Recipe recipe, Task<string> modelHash) : IPictureUpscaler
{
    public Recipe? Recipe => recipe;

    public string ModelHash => modelHash.GetAwaiter().GetResult();

    public (int Context, int WorkingFactor)? Parts => JobRunner.PartsOf(pipeline, recipe);

    public Recipe WithScores(int width, int height, Func<PixelRectangle, PixelBuffer> read, CancellationToken cancellationToken) =>
        JobRunner.WithScores(pipeline, recipe, width, height, read, cancellationToken);

    public RecipeNote NoteOf(Recipe used) => new()
    {
        Version = ProgramVersion.Text,
        ModelHash = ModelHash,
        Scores = used is { Blur: { } blur, Noise: { } noise } ? new DegradationScores(blur, noise) : null,
        Recipe = used,
    };

    public UpscaledPicture Run(JobPicture picture, Recipe? changes, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        JobOutcome outcome = JobRunner.Run(
            pipeline, changes?.Over(recipe) ?? recipe, picture, null, new Progress(progress), cancellationToken);
        return new UpscaledPicture(
            outcome.Pixels,
            NoteOf(outcome.Recipe),
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
