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
/// own last prediction. One job at a time; another one may run where a job passes its <see cref="IJobCheckpoint"/>.
/// </summary>
public sealed class AddSrPipeline : IRestorationModel
{
    // Three floats. At a step's end the source, its prediction, what is blended of both, and the prediction as it is shown live side by
    // side, the latter twice where it is cut to the selection.
    private const int ImageBytes = 3 * sizeof(float);

    private readonly AddSrNetworks _networks;

    internal AddSrPipeline(AddSrNetworks networks) => _networks = networks;

    /// <inheritdoc/>
    public int NativeFactor => 4;

    /// <inheritdoc/>
    public int RestoreFactor => NativeFactor;

    /// <inheritdoc/>
    public int BytesPerPixel => 5 * ImageBytes;

    /// <inheritdoc/>
    public RestorerOptions DefaultOptions => new AddSrOptions();

    /// <inheritdoc/>
    public string DeviceName => _networks.Device.Name;

    /// <inheritdoc/>
    /// <remarks>The default is a share of the machine's memory, or 6 GiB on CUDA.</remarks>
    public long? MemoryBudget { get; set; }

    /// <summary>
    /// Bytes that weights may take on a GPU: beyond it, networks that a stage does not need wait in the machine's memory. Null for no
    /// limit.
    /// </summary>
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
        throw new EstimatorMissingException(
            "AddSR models do not estimate blur and noise, and need no such scores.", "Choose an S3Diff model to estimate them.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The options are invalid.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="UnusableOutputException">A network's result is not a picture.</exception>
    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, source.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, source.Height);
        var settings = options as AddSrOptions
            ?? throw new ArgumentException($"An AddSR model takes {nameof(AddSrOptions)}, not {options.GetType().Name}.", nameof(options));
        settings.Validate();

        var geometry = AddSrGeometry.Create(source.Width, source.Height, (double)width / source.Width, settings.ProcessSize);
        var size = geometry.Input;
        var plan = Plan(settings, size);
        var tracker = new StageTracker(progress, cancellationToken);
        tracker.Follow(Costs(settings, size, plan));
        var pause = new TileCheckpoint(checkpoint, _networks, () => RestoreNetworks(tracker.Stage), cancellationToken);
        pause.Pass();
        var retry = new MemoryRetry(_networks, () => $"{tracker.Stage} of {size.Width}×{size.Height} pixels");
        using var tagged = retry.Run(() => Tag(source, tracker));
        pause.Pass();
        using var embeddings = retry.Run(() => Embed(AddSrPrompt.Compose(tagged.Tags, settings), settings, tracker, cancellationToken));

        // What the networks work on is made twice: while they run, nobody needs it outside.
        var restored = RunNetworks(
            () => geometry.Apply(source), size, tagged.Embeddings, embeddings, settings, plan, retry, tracker, pause);
        PictureGuard.RefuseUnusable(restored, source, _networks.VaeType.ToString());
        tracker.Begin(JobStage.Finish, 2);
        if (settings.ColorFix == ColorFixMode.None)
            restored.Clamp();
        else
            ColorCorrection.Apply(restored, geometry.Apply(source), settings.ColorFix);
        tracker.Report(1, 2);
        if ((restored.Width, restored.Height) != (width, height))
            restored = Resampler.Resize(restored, width, height, ResampleFilter.Bicubic).Clamp();
        tracker.End();
        return new RestoredImage(restored, null, tracker.Times) { Tags = tagged.Tags };
    }

    /// <summary>Frees all weights.</summary>
    public void Dispose() => _networks.Dispose();

    // Another job may have moved the VAE off the device between two of its bands. All other stages ask for their networks after a
    // checkpoint.
    private void RestoreNetworks(JobStage stage)
    {
        if (stage is JobStage.Encode or JobStage.Decode)
            _networks.Residency.Use(_networks.Vae);
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
        _networks.Residency.Use();
        _networks.Prompts.Prepare(prompts, null, cancellationToken);

        // The text encoder stays for the next picture's tags, but not where weights have to make room.
        if (_networks.Residency.Budget is not null)
            _networks.Prompts.UnloadTextEncoder();
        using var gradients = no_grad();
        return cat([.. prompts.Select(text => _networks.Prompts[text])], 0);
    }

    private PlanarImage RunNetworks(
        Func<PlanarImage> image, (int Width, int Height) size, Tensor tokens, Tensor embeddings, AddSrOptions options, MemoryPlan plan,
        MemoryRetry retry, StageTracker tracker, TileCheckpoint checkpoint)
    {
        var noise = Noise ?? (stream => new SeededNoise(options.Seed, stream));
        return retry.Run(plan, (long)size.Width * size.Height, smaller => tracker.Follow(Costs(options, size, smaller)), current =>
        {
            using var scope = NewDisposeScope();
            var conditioning = ConditioningImage.ToTensor(image(), _networks.Device.Device);
            var output = new AddSrRun(_networks, options, current, tracker, checkpoint, noise) { Tap = Tap }.Restore(
                conditioning, embeddings, tokens);
            conditioning.Dispose();
            return ConditioningImage.Crop(output, size.Width, size.Height);
        });
    }

    private MemoryPlan Plan(AddSrOptions options, (int Width, int Height) size) => MemoryPlan.Create(
        options.LatentTileSize, options.LatentTileOverlap, _networks.Vae.Config, _networks.Device.IsCpu, _networks.VaeElementSize,
        MemoryBudget ?? DeviceMemory.DefaultBudget(_networks.Device), DeviceMemory.HostBudget, (long)size.Width * size.Height);

    private IReadOnlyList<StageCost> Costs(AddSrOptions options, (int Width, int Height) size, MemoryPlan plan)
    {
        int stride = _networks.Vae.Config.LatentStride;
        var grid = AddSrRun.LatentGrid(plan, size.Width / stride, size.Height / stride);
        long cells = (long)(size.Width / stride) * (size.Height / stride);
        return AddSrCosts.Of(options, cells, grid.Tiles.Count, (long)grid.TileWidth * grid.TileHeight);
    }
}
