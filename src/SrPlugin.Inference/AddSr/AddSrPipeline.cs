using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Tagger;
using static TorchSharp.torch;

namespace SrPlugin.Inference.AddSr;

/// <summary>
/// AddSR (Xie et al. 2024): super-resolution in one to four steps of a diffusion model that is controlled by the picture, its tags and its
/// own last prediction. One job at a time, not inside a dispose scope; only while a job tells of its progress may another one run, from
/// another thread and to its end.
/// </summary>
public sealed class AddSrPipeline : IRestorationModel
{
    private readonly AddSrNetworks _networks;

    internal AddSrPipeline(AddSrNetworks networks) => _networks = networks;

    /// <inheritdoc/>
    public int NativeFactor => 4;

    /// <inheritdoc/>
    public int RestoreFactor => NativeFactor;

    /// <inheritdoc/>
    public RestorerOptions DefaultOptions => new AddSrOptions();

    /// <inheritdoc/>
    public string DeviceName => _networks.Device.Name;

    /// <summary>Bytes that feature maps may take on the device before pictures are cut up; null for a share of the machine's memory, or 6 GiB on CUDA.</summary>
    public long? MemoryBudget { get; set; }

    /// <summary>Bytes that weights may take on a GPU: beyond it, networks that a stage does not need wait in the machine's memory. Null for no limit.</summary>
    public long? WeightsBudget
    {
        get => _networks.Residency.Budget;
        set => _networks.Residency.Budget = value;
    }

    /// <inheritdoc/>
    public int CachedPromptCount => _networks.Prompts.CachedCount;

    /// <summary>The networks, for tests.</summary>
    internal AddSrNetworks Networks => _networks;

    /// <summary>Where noise comes from; null draws it by the job's seed. Only parity tests inject it.</summary>
    internal Func<NoiseStream, INoiseSource>? Noise { get; set; }

    /// <summary>Told of intermediate results. Only parity tests listen.</summary>
    internal Action<string, Tensor>? Tap { get; set; }

    /// <inheritdoc/>
    /// <exception cref="EstimatorMissingException">Always: an AddSR model knows no such scores.</exception>
    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken) =>
        throw new EstimatorMissingException("AddSR models do not estimate blur and noise, and need no such scores.", "Choose an S3Diff model to estimate them.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The options are invalid.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="UnusableOutputException">A network's result is not a picture.</exception>
    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, source.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, source.Height);
        var settings = options as AddSrOptions
            ?? throw new ArgumentException($"An AddSR model takes {nameof(AddSrOptions)}, not {options.GetType().Name}.", nameof(options));
        settings.Validate();

        var image = AddSrGeometry.Create(source.Width, source.Height, (double)width / source.Width, settings.ProcessSize).Apply(source);
        var plan = Plan(settings, image);
        var tracker = new StageTracker(progress, cancellationToken);
        tracker.Follow(Costs(settings, image, plan));
        tracker.Resumed = () => Reclaim(tracker.Stage);

        using var tagged = Tag(source, tracker);
        using var embeddings = Embed(AddSrPrompt.Compose(tagged.Tags, settings), settings, tracker, cancellationToken);
        var restored = RunNetworks(image, tagged.Embeddings, embeddings, settings, plan, tracker);
        PictureGuard.RefuseFlat(restored, source, _networks.VaeType.ToString());
        tracker.Begin(JobStage.Finish, 2);
        ColorCorrection.Apply(restored, image, settings.ColorFix);
        tracker.Report(1, 2);
        restored = Resampler.Resize(restored, width, height, ResampleFilter.Bicubic);
        foreach (ref float value in restored.Data.AsSpan())
            value = Math.Clamp(value, 0f, 1f);
        tracker.End();
        return new RestoredImage(restored, null, tracker.Times) { Tags = tagged.Tags };
    }

    /// <summary>Frees all weights.</summary>
    public void Dispose() => _networks.Dispose();

    // What another job may have moved off the device while this one told of its progress.
    private void Reclaim(JobStage stage)
    {
        var residency = _networks.Residency;
        switch (stage)
        {
            case JobStage.Encode or JobStage.Decode:
                residency.Use(_networks.Vae);
                break;
            case JobStage.Control or JobStage.Denoise:
                residency.Use(_networks.ControlNet, _networks.UNet);
                break;
            case JobStage.Tag:
                residency.Use(_networks.TaggerNetwork);
                break;
        }
    }

    private TaggedImage Tag(PlanarImage source, StageTracker tracker)
    {
        tracker.Begin(JobStage.Tag, 1);
        _networks.Residency.Use(_networks.TaggerNetwork);
        using var gradients = no_grad();
        using var picture = ConditioningImage.ToTensor(source, _networks.Device.Device);
        return _networks.Tagger.Tag(picture);
    }

    // [1, S, C], or [2, S, C] with the negative prompt second. The job's own copy: the cache may forget it.
    private Tensor Embed(string prompt, AddSrOptions options, StageTracker tracker, CancellationToken cancellationToken)
    {
        string[] prompts = options.GuidanceScale > 1 ? [prompt, options.NegativePrompt] : [prompt];
        tracker.Begin(JobStage.EncodePrompts, prompts.Length);
        _networks.Prompts.Prepare(prompts, null, cancellationToken);
        using var gradients = no_grad();
        return cat([.. prompts.Select(text => _networks.Prompts[text])], 0);
    }

    private PlanarImage RunNetworks(PlanarImage image, Tensor tokens, Tensor embeddings, AddSrOptions options, MemoryPlan plan, StageTracker tracker)
    {
        var vae = _networks.Vae.Config;
        bool isCpu = _networks.Device.IsCpu;
        long cells = Cells(image);
        var noise = Noise ?? (stream => new SeededNoise(options.Seed, stream));
        while (true)
        {
            try
            {
                using var scope = NewDisposeScope();
                var conditioning = ConditioningImage.ToTensor(image, _networks.Device.Device);
                var output = new AddSrRun(_networks, options, plan, tracker, noise) { Tap = Tap }.Restore(conditioning, embeddings, tokens);
                return ConditioningImage.Crop(output, image.Width, image.Height);
            }
            catch (NumberFormatChangedException)
            {
                // Another job found a network's number format too narrow and widened it: once more, in the wide one.
            }
            catch (Exception exception) when (DeviceMemory.IsExhausted(exception))
            {
                // Weights make room before the picture is cut up.
                if (_networks.Residency.Tighten())
                    continue;
                plan = plan.Smaller(isCpu, cells, vae)
                    ?? throw new OutOfDeviceMemoryException(DeviceName, $"{tracker.Stage} of {image.Width}×{image.Height} pixels", exception);
                tracker.Follow(Costs(options, image, plan));
            }
        }
    }

    private MemoryPlan Plan(AddSrOptions options, PlanarImage image) => MemoryPlan.Create(
        options.LatentTileSize, options.LatentTileOverlap, _networks.Vae.Config, _networks.Device.IsCpu, _networks.VaeElementSize,
        MemoryBudget ?? DeviceMemory.DefaultBudget(_networks.Device), DeviceMemory.HostBudget, (long)image.Width * image.Height);

    private IReadOnlyList<StageCost> Costs(AddSrOptions options, PlanarImage image, MemoryPlan plan)
    {
        int stride = _networks.Vae.Config.LatentStride;
        var grid = AddSrRun.LatentGrid(plan, image.Width / stride, image.Height / stride);
        return AddSrCosts.Of(options, Cells(image), grid.Tiles.Count, (long)grid.TileWidth * grid.TileHeight);
    }

    private long Cells(PlanarImage image)
    {
        int stride = _networks.Vae.Config.LatentStride;
        return (long)(image.Width / stride) * (image.Height / stride);
    }
}
