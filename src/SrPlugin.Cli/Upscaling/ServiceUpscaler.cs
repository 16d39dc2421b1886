using SrPlugin.Cli.Output;
using SrPlugin.Client;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Has the service work, which is started if need be.</summary>
/// <param name="client">The way to it.</param>
/// <param name="recipe">What the user said; the service fills in the rest.</param>
/// <param name="count">Pictures of the batch: more than one do not stand in an editor's way.</param>
internal sealed class ServiceUpscaler(SrPluginClient client, Recipe recipe, int count) : IPictureUpscaler
{
    public UpscaledPicture Run(JobPicture picture, Recipe? changes, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        PixelBuffer source = picture.Source;
        var request = new JobRequest
        {
            Width = source.Width,
            Height = source.Height,
            Channels = source.Channels,
            SampleFormat = SampleFormats.ToWire(source.Format),
            HasMask = picture.Mask is not null,
            MaskFormat = picture.Mask is null ? null : SampleFormats.ToWire(picture.Mask.Format),
            Selection = picture.Selection is { } area ? new PictureArea(area.X, area.Y, area.Width, area.Height) : null,
            Recipe = changes?.Over(recipe) ?? recipe,
            Priority = count > 1 ? JobPriority.Batch : JobPriority.Interactive,
        };
        Client.UpscaleResult result = client
            .UpscaleAsync(request, source.TakeBytes(), picture.Mask?.TakeBytes(), new Progress(progress), cancellationToken)
                .GetAwaiter().GetResult();
        JobResult details = result.Details;
        return new UpscaledPicture(
            new PixelBuffer(details.Width, details.Height, details.Channels, source.Format, result.Pixels), RecipeNote.Of(details),
            Stages: null);
    }

    public Recipe? Recipe => null;

    public string ModelHash => "";

    public (int Context, int WorkingFactor)? Parts => null;

    public Recipe WithScores(int width, int height, Func<PixelRectangle, PixelBuffer> read, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The service is asked for whole pictures.");

    public RecipeNote NoteOf(Recipe used) => throw new NotSupportedException("The service makes its own notes.");

    public double? EstimateMemory(double pixels) => null;

    public void Dispose()
    {
        // The service stays for the next one.
    }

    private sealed class Progress(IProgress<WorkProgress> target) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => target.Report(new WorkProgress(StageNames.Of(value.Stage), value.Percent / 100));
    }
}
