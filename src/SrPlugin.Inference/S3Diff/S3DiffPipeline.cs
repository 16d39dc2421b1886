using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.Tiling;
using static TorchSharp.torch;

namespace SrPlugin.Inference.S3Diff;

/// <summary>
/// S3Diff (Zhang et al. 2024): one-step super-resolution by a diffusion model whose LoRA follows the picture's degradation. Estimate
/// the degradation, modulate (fold the LoRA into the weights), encode, one UNet call, decode, correct the colours. One job at a time;
/// another one may run where a job passes its <see cref="IJobCheckpoint"/>.
/// </summary>
public sealed class S3DiffPipeline : IRestorationModel
{
    // Three floats. What leaves the networks and the picture made of it live side by side; before and after them it is less.
    private const int ImageBytes = 3 * sizeof(float);

    // Cells that tiles of networks that see no farther share: what is left of a border is one of 255 levels at most, measured.
    private const int LocalOverlap = 64;

    private readonly S3DiffNetworks _networks;

    internal S3DiffPipeline(S3DiffNetworks networks, int? workingScale) =>
        (_networks, RestoreFactor) = (networks, workingScale ?? NativeFactor);

    /// <inheritdoc/>
    public int NativeFactor => 4;

    /// <inheritdoc/>
    public int RestoreFactor { get; }

    /// <inheritdoc/>
    public int BytesPerPixel => 2 * ImageBytes;

    /// <inheritdoc/>
    public RestorerOptions DefaultOptions => new S3DiffOptions();

    /// <inheritdoc/>
    public string DeviceName => _networks.Device.Name;

    /// <inheritdoc/>
    /// <remarks>The default is a share of the machine's memory, or 6 GiB on CUDA.</remarks>
    public long? MemoryBudget { get; set; }

    /// <summary>The networks, for tests.</summary>
    internal S3DiffNetworks Networks => _networks;

    /// <summary>Whether the LoRA is folded into the weights or runs beside them. Only parity tests want the latter.</summary>
    internal bool FoldsWeights { get; set; } = true;

    /// <summary>Where noise comes from; null draws it by the job's seed. Only parity tests inject it.</summary>
    internal Func<NoiseStream, INoiseSource>? Noise { get; set; }

    /// <inheritdoc/>
    /// <exception cref="EstimatorMissingException">The model has no estimator.</exception>
    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var estimator = _networks.Estimator ?? throw new EstimatorMissingException(
            "This model has no degradation estimator (de_net).", "Give blur and noise, each 0…1.");
        var score = new MemoryRetry(_networks, () => $"{JobStage.EstimateDegradation} of {source.Width}×{source.Height} pixels")
            .Run(() => DegradationSampler.Estimate(estimator, source, _networks.Device.Device, cancellationToken));
        PictureGuard.RefuseUnusable(score);
        return score;
    }

    /// <inheritdoc/>
    public int CachedPromptCount => _networks.Prompts.CachedCount;

    /// <summary>Forgets the embeddings of all prompts, so that the next job computes its own again.</summary>
    public void ForgetPrompts() => _networks.Prompts.Clear();

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The options are invalid.</exception>
    /// <exception cref="EstimatorMissingException">The model has no estimator and a score is not given.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="UnusableOutputException">A network's result is not a picture.</exception>
    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is S3DiffOptions settings
            ? Restore(source, width, height, settings, checkpoint, progress, cancellationToken)
            : throw new ArgumentException($"An S3Diff model takes {nameof(S3DiffOptions)}, not {options.GetType().Name}.", nameof(options));
    }

    /// <summary>Frees all weights.</summary>
    public void Dispose() => _networks.Dispose();

    private RestoredImage Restore(
        PlanarImage source, int width, int height, S3DiffOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, source.Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, source.Height);
        options.Validate();
        var tracker = new StageTracker(progress, cancellationToken);
        var start = new TileCheckpoint(checkpoint, _networks, null, cancellationToken);
        start.Pass();
        var score = Score(source, options, tracker, cancellationToken);
        start.Pass();
        var retry = new MemoryRetry(_networks, () => $"{tracker.Stage} of {width}×{height} pixels");
        retry.Run(() => PreparePrompts(options, tracker, cancellationToken));
        retry.Run(() => Modulate(score, tracker, cancellationToken));
        var pause = new TileCheckpoint(checkpoint, _networks, () => RestoreNetworks(score, options, cancellationToken), cancellationToken);

        // The enlarged source is made twice: while the networks run, nobody needs it.
        PlanarImage Enlarged(int channel) => ConditioningImage.Enlarge(source.SelectChannels(channel), width, height);
        var image = RunNetworks(Enlarged, width, height, options, retry, tracker, pause);
        PictureGuard.RefuseUnusable(image, source, _networks.VaeType.ToString());
        tracker.Begin(JobStage.Finish, 2);
        ColorCorrection.Apply(image, Enlarged, options.ColorFix);
        tracker.Report(1, 2);
        tracker.End();
        return new RestoredImage(image, score, tracker.Times);
    }

    private DegradationScore Score(PlanarImage source, S3DiffOptions options, StageTracker tracker, CancellationToken cancellationToken)
    {
        if (options is { Blur: { } blur, Noise: { } noise })
            return new DegradationScore(blur, noise);
        tracker.Begin(JobStage.EstimateDegradation, 1);
        var estimated = EstimateDegradation(source, cancellationToken);
        return new DegradationScore(options.Blur ?? estimated.Blur, options.Noise ?? estimated.Noise);
    }

    // What another job may have changed at a checkpoint.
    private void RestoreNetworks(DegradationScore score, S3DiffOptions options, CancellationToken cancellationToken)
    {
        _networks.Prompts.Prepare(Prompts(options), null, cancellationToken);
        if (FoldsWeights)
            _networks.Adapter.Fold(score.Blur, score.Noise, cancellationToken);
    }

    private static string[] Prompts(S3DiffOptions options) =>
        options.GuidanceScale == 1 ? [options.PositivePrompt] : [options.PositivePrompt, options.NegativePrompt];

    private void PreparePrompts(S3DiffOptions options, StageTracker tracker, CancellationToken cancellationToken)
    {
        string[] prompts = Prompts(options);
        tracker.Begin(JobStage.EncodePrompts, prompts.Length);
        _networks.Prompts.Prepare(prompts, completed => tracker.Report(completed, prompts.Length), cancellationToken);
    }

    private void Modulate(DegradationScore score, StageTracker tracker, CancellationToken cancellationToken)
    {
        tracker.Begin(JobStage.FoldWeights, 1);
        if (FoldsWeights)
        {
            _networks.Adapter.Fold(score.Blur, score.Noise, cancellationToken);
            return;
        }

        using var scores = tensor(new[] { score.Blur, score.Noise }, [1, 2]);
        using var gradients = no_grad();
        _networks.Adapter.SetDegradation(scores);
    }

    private PlanarImage RunNetworks(
        Func<int, PlanarImage> enlarged, int width, int height, S3DiffOptions options, MemoryRetry retry, StageTracker tracker,
        TileCheckpoint checkpoint)
    {
        int multiple = _networks.SizeMultiple;
        long pixels = (long)ConditioningImage.RoundUp(width, multiple) * ConditioningImage.RoundUp(height, multiple);
        var noise = Noise ?? (stream => new SeededNoise(options.Seed, stream));
        var plan = MemoryPlan.Create(
            options.LatentTileSize, options.LatentTileOverlap ?? (_networks.UNet.Config.IsLocal ? LocalOverlap : null),
            _networks.Vae.Config, _networks.Device.IsCpu, _networks.VaeElementSize,
            MemoryBudget ?? DeviceMemory.DefaultBudget(_networks.Device), DeviceMemory.HostBudget, pixels);
        return retry.Run(plan, pixels, _ => { }, current =>
        {
            using var scope = NewDisposeScope();
            var conditioning = ConditioningImage.Pad(enlarged, 3, multiple, _networks.Device.Device);
            var output = new S3DiffRun(_networks, options, current, tracker, checkpoint, noise).Restore(conditioning);
            return ConditioningImage.Crop(output, width, height);
        });
    }
}
