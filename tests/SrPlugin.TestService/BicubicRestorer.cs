using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.TestService;

/// <summary>
/// The test engine's model: enlarges by bicubic resampling; at the source's own size it halves and enlarges, so that something is seen
/// to happen. Goes through its tiles as a real model does, and goes wrong as told.
/// </summary>
internal sealed class BicubicRestorer(TestBehaviour behaviour) : IImageRestorer
{
    private const int MostTiles = 1 << 16;

    public int NativeFactor => 4;

    /// <inheritdoc/>
    public int RestoreFactor => 1;

    /// <inheritdoc/>
    public int BytesPerPixel => 6 * sizeof(float);

    public RestorerOptions DefaultOptions => new S3DiffOptions();

    // A measure, not a judgement: steep pictures are sharp, steep differences of neighbouring steps are noise.
    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken)
    {
        double slope = 0, bend = 0;
        for (int y = 0; y < source.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> row = source.Row(1, y);
            for (int x = 2; x < row.Length; x++)
            {
                slope += Math.Abs(row[x] - row[x - 1]);
                bend += Math.Abs(row[x] - (2 * row[x - 1]) + row[x - 2]);
            }
        }

        double count = Math.Max(1, (source.Width - 2) * source.Height);
        var score = new DegradationScore((float)Math.Clamp(1 - (slope / count * 8), 0, 1), (float)Math.Clamp(bend / count * 2, 0, 1));
        PictureGuard.RefuseUnusable(score);
        return score;
    }

    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        S3DiffOptions settings = options as S3DiffOptions ?? new S3DiffOptions();
        DegradationScore score = settings is { Blur: { } blur, Noise: { } noise }
            ? new(blur, noise)
            : Estimate(source, settings, cancellationToken);
        double told = 0;
        for (int tiles = behaviour.Tiles; ; tiles *= 4)
        {
            try
            {
                Visit(
                    tiles, isFirst: tiles == behaviour.Tiles, ref told, step => Preview(source, width, height, step), checkpoint, progress,
                    cancellationToken);
                break;
            }
            catch (OutOfMemoryException) when (tiles * 4L <= MostTiles)
            {
                // Once more with smaller tiles.
            }
            catch (OutOfMemoryException exception)
            {
                throw new OutOfDeviceMemoryException("test", $"{width}×{height} pixels in {tiles} tiles", exception);
            }
        }

        PlanarImage image = width == source.Width && height == source.Height
            ? Resampler.Resize(
                Resampler.Resize(source, Math.Max(1, width / 2), Math.Max(1, height / 2), ResampleFilter.Bicubic), width, height,
                ResampleFilter.Bicubic)
            : Resampler.Resize(source, width, height, ResampleFilter.Bicubic);
        Spoil(image);
        PictureGuard.RefuseUnusable(image, source, "test");
        return new RestoredImage(image, score, []);
    }

    private DegradationScore Estimate(PlanarImage source, S3DiffOptions options, CancellationToken cancellationToken)
    {
        DegradationScore estimated = EstimateDegradation(source, cancellationToken);
        return new DegradationScore(options.Blur ?? estimated.Blur, options.Noise ?? estimated.Noise);
    }

    private StepPreview Preview(PlanarImage source, int width, int height, int step) =>
        new(Resampler.Resize(source, width, height, ResampleFilter.Bilinear), step, behaviour.Previews);

    private void Visit(
        int tiles, bool isFirst, ref double told,
        Func<int, StepPreview> preview, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < tiles; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            checkpoint?.Pass();
            cancellationToken.ThrowIfCancellationRequested();
            if (behaviour.Delay > TimeSpan.Zero)
                Thread.Sleep(behaviour.Delay);
            if (i == tiles / 2)
                GoWrong(isFirst);
            double fraction = 0.1 + (0.8 * (i + 1) / tiles);
            if (fraction < told)
                continue;
            told = fraction;
            int step = (i + 1) * behaviour.Previews / tiles;
            progress?.Report(
                new JobProgress(
                    JobStage.Denoise, i + 1, tiles, fraction) { Preview = step > i * behaviour.Previews / tiles ? preview(step) : null });
        }
    }

    private void GoWrong(bool isFirst)
    {
        switch (behaviour.Fault)
        {
            case TestFault.Crash:
                using (var self = System.Diagnostics.Process.GetCurrentProcess())
                    self.Kill();
                Thread.Sleep(Timeout.Infinite);
                break;
            case TestFault.Hang:
                Thread.Sleep(Timeout.Infinite);
                break;
            case TestFault.OutOfMemory:
            case TestFault.OutOfMemoryOnce when isFirst:
                throw new OutOfMemoryException("The test engine was told to run out of memory.");
            case TestFault.Error:
                throw new InvalidOperationException("The test engine was told to fail.");
        }
    }

    private void Spoil(PlanarImage image)
    {
        if (behaviour.Fault == TestFault.NotANumber)
            image.Data[image.Data.Length / 2] = float.NaN;
        else if (behaviour.Fault == TestFault.Constant)
            image.Data.AsSpan().Fill(0.5f);
    }
}
