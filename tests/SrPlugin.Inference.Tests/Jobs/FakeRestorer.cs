using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Tests.Jobs;

/// <summary>A model without networks: enlarges by repeating pixels and applies a function to every value.</summary>
internal sealed class FakeRestorer(Func<float, float> map) : IImageRestorer
{
    public List<(int Width, int Height)> Sources { get; } = [];

    public PlanarImage? LastSource { get; private set; }

    /// <summary>Shown on the way, if given.</summary>
    public Func<int, int, StepPreview>? Preview { get; init; }

    public int NativeFactor { get; init; } = 4;

    public int RestoreFactor { get; init; } = 1;

    public int BytesPerPixel { get; init; } = 24;

    public RestorerOptions DefaultOptions => new S3DiffOptions();

    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken) => new(0.25f, 0.75f);

    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Sources.Add((source.Width, source.Height));
        LastSource = source.Clone();
        progress?.Report(new JobProgress(JobStage.Denoise, 1, 1, 0.5) { Preview = Preview?.Invoke(width, height) });
        var result = new PlanarImage(3, height, width);
        for (int c = 0; c < 3; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    result.Row(c, y)[x] = map(source.Row(c, y * source.Height / height)[x * source.Width / width]);
            }
        }

        return new RestoredImage(result, new DegradationScore(0.25f, 0.75f), []);
    }
}
