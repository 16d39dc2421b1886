using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>
/// Runs a job: picture and request in, picture out. Alpha, selection, mask, sample format and factor are its business; the model sees
/// opaque RGB. The model enlarges by a factor of its own, and the result is resampled: to the picture's size in Restore, to the factor
/// asked for in Upscale.
/// </summary>
public sealed class Upscaler
{
    private readonly IImageRestorer _restorer;
    private readonly long _memory;

    /// <summary>Creates the upscaler.</summary>
    /// <param name="restorer">The model. Borrowed.</param>
    public Upscaler(IImageRestorer restorer)
        : this(restorer, DeviceMemory.HostBudget)
    {
    }

    /// <summary>Creates an upscaler on a machine with so much memory.</summary>
    /// <param name="restorer">The model. Borrowed.</param>
    /// <param name="memory">Bytes that a job may take, feature maps aside.</param>
    internal Upscaler(IImageRestorer restorer, long memory)
    {
        ArgumentNullException.ThrowIfNull(restorer);
        (_restorer, _memory) = (restorer, memory);
    }

    /// <summary>Runs one job, without checkpoints for other jobs.</summary>
    /// <inheritdoc cref="Run(PixelBuffer, UpscaleRequest, IJobCheckpoint, IProgress{JobProgress}, CancellationToken)"/>
    public UpscaleResult Run(
        PixelBuffer source, UpscaleRequest request, IProgress<JobProgress>? progress, CancellationToken cancellationToken) =>
        Run(source, request, null, progress, cancellationToken);

    /// <summary>Runs one job.</summary>
    /// <param name="source">The picture, straight alpha, any size from 1×1. Unchanged.</param>
    /// <param name="request">What to do.</param>
    /// <param name="checkpoint">Passed between stages, tiles and bands, where another job may run; null when none can.</param>
    /// <param name="progress">Told of every tile and band; null for nobody.</param>
    /// <param name="cancellationToken">Stops within a tile or band.</param>
    /// <exception cref="InvalidOptionsException">The request is invalid for this picture, or needs more memory than the machine can
    /// give.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="UnusableOutputException">A network's result is not a picture.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public UpscaleResult Run(
        PixelBuffer source, UpscaleRequest request, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var area = JobArea.Create(source, request);
        var tracker = new StageTracker(progress, cancellationToken);

        int factor = FactorOf(request);
        JobMemory.RefuseTooLarge(source, area, request.Mode != UpscaleMode.Restore, factor, _restorer, _memory);

        tracker.Begin(JobStage.Prepare, 1);
        var colors = AlphaChannel.BleedColors(PlanarImage.FromPixels(source.Crop(area.Context))).ToRgb();
        var excess = source.Format == SampleFormat.Float32 ? SourceFidelity.Excess(colors) : null;
        colors.Clamp();
        tracker.Report(1, 1);
        tracker.End();

        var within = area.WithinContext;
        var (image, degradation, modelTimes) = _restorer.Restore(
            colors, colors.Width * factor, colors.Height * factor, request.Options ?? _restorer.DefaultOptions, checkpoint,
            progress is null ? null : new PreviewCropper(progress, within, colors.Width, colors.Height), cancellationToken);
        new TileCheckpoint(checkpoint, null, null, cancellationToken).Pass();
        tracker.Begin(JobStage.Finish, 2);
        tracker.Report(1, 2);
        if (area.Region != area.Context)
            image = image.Crop(Scaled(within, factor));
        if (request.KeepsGrey)
            image = SourceFidelity.KeepGrey(image, colors);
        var (plain, above) = (Matching(colors), excess is null ? null : Matching(excess));
        if (source.ColorChannels == 1)
            image = image.ToGrey();
        var pixels = request.Mode == UpscaleMode.Restore
            ? Replace(source, area, image, Finish)
            : Enlarge(source, area, request, image, Finish);
        tracker.Report(2, 2);
        tracker.End();
        return new UpscaleResult(pixels, degradation, Join(tracker.Times, modelTimes));

        // The region of an image of the context, in the source's colours.
        PlanarImage Matching(PlanarImage context)
        {
            var region = area.Region != area.Context ? context.Crop(within) : context;
            return source.ColorChannels == 1 ? region.ToGrey() : region;
        }

        PlanarImage Finish(PlanarImage result)
        {
            SourceFidelity.Weaken(result, plain, request.Strength);
            SourceFidelity.KeepFlat(result, plain);
            SourceFidelity.AddExcess(result, above);
            return result;
        }
    }

    /// <summary>
    /// Estimates what a job on an RGB picture of 8 bits takes of the machine's memory beside the model and its feature maps.
    /// </summary>
    /// <param name="pixels">Pixels of the picture, or of the selection and its context.</param>
    /// <param name="request">What to do.</param>
    /// <returns>Bytes.</returns>
    public double EstimateMemory(double pixels, UpscaleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        double result = request.Mode == UpscaleMode.Restore ? 0 : request.Factor * request.Factor;
        return pixels * JobMemory.BytesPerPixel(3, 1, result, FactorOf(request), _restorer);
    }

    /// <summary>Estimates how blurred and noisy a picture, or its selection, is.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="selection">The part to look at; null for all of it.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    public DegradationScore EstimateDegradation(PixelBuffer source, PixelRectangle? selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var pixels = selection is { } area ? source.Crop(area.FromBlockCorner()) : source;
        return _restorer.EstimateDegradation(Colors(pixels), cancellationToken);
    }

    /// <summary>Estimates the same of a picture that is not in memory: from as many parts of it as of one that is.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="read">Reads a part.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    public DegradationScore EstimateDegradation(
        int width, int height, Func<PixelRectangle, PixelBuffer> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        return DegradationSampler.Average(
            DegradationSampler.Windows(width, height), area => _restorer.EstimateDegradation(Colors(read(area)), cancellationToken),
            cancellationToken);
    }

    /// <summary>Whether a picture, or a part of one, has no colours.</summary>
    /// <param name="source">The picture.</param>
    public static bool IsGrey(PixelBuffer source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ColorChannels == 1 || SourceFidelity.IsGrey(Colors(source));
    }

    /// <summary>
    /// Gets how many pixels around a part of a picture the networks have to see for the part to be as in the whole picture: more do not
    /// change it where the networks have no statistics over the picture.
    /// </summary>
    /// <param name="request">What to do.</param>
    public int ContextOf(UpscaleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int factor = FactorOf(request);
        return ((request.ContextMargin * _restorer.RestoreFactor) + factor - 1) / factor;
    }

    /// <summary>Gets how many times larger than the source the networks see it.</summary>
    /// <param name="request">What to do.</param>
    public int WorkingFactorOf(UpscaleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return FactorOf(request);
    }

    private static PlanarImage Colors(PixelBuffer pixels) => AlphaChannel.BleedColors(PlanarImage.FromPixels(pixels)).ToRgb().Clamp();

    // What the networks' picture is larger than the source by. Enlarging less than the model was made for is quicker: its arithmetic grows
    // with that picture.
    private int FactorOf(UpscaleRequest request)
    {
        int least = request.WorkingScale ?? _restorer.RestoreFactor;
        if (request.Mode == UpscaleMode.Restore)
            return least;
        int factor = least;
        while (factor < request.Factor && factor < _restorer.NativeFactor)
            factor *= 2;
        return Math.Min(factor, Math.Max(least, _restorer.NativeFactor));
    }

    private static PixelBuffer Replace(PixelBuffer source, JobArea area, PlanarImage image, Func<PlanarImage, PlanarImage> finish)
    {
        var (place, mask) = (area.Region, area.Mask.Crop(area.Region));
        return Compositor.Blend(
            source, finish(Resampler.Resize(image, place.Width, place.Height, ResampleFilter.Area)), mask, place.X, place.Y);
    }

    private static PixelBuffer Enlarge(
        PixelBuffer source, JobArea area, UpscaleRequest request, PlanarImage image, Func<PlanarImage, PlanarImage> finish)
    {
        var (width, height) = area.ResultSize;
        if (!request.HasSoftSelection)
        {
            var colors = finish(Resampler.Resize(image, width, height, ResampleFilter.Lanczos3));
            return WithAlpha(source, area.Selection, colors).ToPixels(source.Format);
        }

        // What the mask leaves out is enlarged without the model.
        var plain = AlphaChannel.Resize(PlanarImage.FromPixels(source.Crop(area.Selection)), width, height, ResampleFilter.Lanczos3);
        var place = area.RegionInResult;
        var restored = finish(Resampler.Resize(image, place.Width, place.Height, ResampleFilter.Lanczos3));
        var coverage = new PlanarImage(1, area.Region.Height, area.Region.Width, area.Mask.Crop(area.Region).Coverage.ToArray());
        var mask = new SelectionMask(
            place.Width, place.Height, Resampler.Resize(coverage, place.Width, place.Height, ResampleFilter.Bilinear).Clamp().Data);
        return Compositor.Blend(plain.ToPixels(source.Format), restored, mask, place.X, place.Y);
    }

    private static PlanarImage WithAlpha(PixelBuffer source, PixelRectangle selection, PlanarImage colors)
    {
        if (!source.HasAlpha)
            return colors;
        var alpha = PlanarImage.FromPixels(source.Crop(selection)).SelectChannels(source.Channels - 1);
        var enlarged = Resampler.Resize(alpha, colors.Width, colors.Height, ResampleFilter.Lanczos3);
        var result = new PlanarImage(source.Channels, colors.Height, colors.Width);
        colors.Data.CopyTo(result.Data, 0);
        enlarged.Clamp().Data.CopyTo(result.Plane(source.Channels - 1));
        return result;
    }

    private static PixelRectangle Scaled(PixelRectangle area, int factor) =>
        new(area.X * factor, area.Y * factor, area.Width * factor, area.Height * factor);

    private static List<StageTime> Join(IReadOnlyList<StageTime> own, IReadOnlyList<StageTime> model) =>
        [.. own.Concat(model).GroupBy(time => time.Stage).OrderBy(group => group.Key)
            .Select(group => new StageTime(group.Key, TimeSpan.FromTicks(group.Sum(time => time.Elapsed.Ticks))))];
}
