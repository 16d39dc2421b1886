using SrPlugin.Imaging;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.S3Diff;

/// <summary>The steps between conditioning image and restored image, under one <see cref="MemoryPlan"/>.</summary>
internal sealed class S3DiffRun
{
    private readonly S3DiffNetworks _networks;
    private readonly S3DiffOptions _options;
    private readonly MemoryPlan _plan;
    private readonly StageTracker _tracker;
    private readonly TileCheckpoint _checkpoint;
    private readonly Func<NoiseStream, INoiseSource> _noise;
    private readonly VaeRun _vae;

    public S3DiffRun(
        S3DiffNetworks networks, S3DiffOptions options, MemoryPlan plan, StageTracker tracker, TileCheckpoint checkpoint,
        Func<NoiseStream, INoiseSource> noise)
    {
        _networks = networks;
        _options = options;
        _plan = plan;
        _tracker = tracker;
        _checkpoint = checkpoint;
        _noise = noise;
        _vae = new VaeRun(networks, plan, tracker, checkpoint);
    }

    /// <summary>Encode, denoise, decode.</summary>
    /// <param name="conditioning">[1, 3, H, W] float32 in [-1, 1], sides divisible by <see cref="S3DiffNetworks.SizeMultiple"/>; freed once
    /// it is encoded.</param>
    /// <returns>[1, 3, H, W] float32, not clamped; the caller's.</returns>
    public Tensor Restore(Tensor conditioning)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var latent = Encode(conditioning);
        conditioning.Dispose();
        var clean = Denoise(latent);
        latent.Dispose();
        return Decode(clean).MoveToOuterDisposeScope();
    }

    /// <summary>The scaled latent of a picture: the distribution's mean or a draw from it. [1, L, h, w] float32, the caller's.</summary>
    public Tensor Encode(Tensor conditioning) => _vae.Encode(conditioning, _options.LatentMode, () => _noise(NoiseStream.Posterior));

    /// <summary>The clean latent that one UNet call, or one for each tile, predicts. [1, L, h, w] float32, the caller's.</summary>
    /// <param name="latent">The scaled latent; borrowed.</param>
    public Tensor Denoise(Tensor latent)
    {
        using var scope = NewDisposeScope();
        var scheduler = _networks.Scheduler;
        int timestep = _options.StartTimestep > 0 ? _options.StartTimestep : scheduler.LastTimestep;
        var sample = _options.StartTimestep > 0
            ? scheduler.AddNoise(latent, _noise(NoiseStream.Start).Draw(latent.shape, latent.device), timestep)
            : latent;
        var output = PredictNoise(sample, timestep);
        return scheduler.Step(output, timestep, sample).MoveToOuterDisposeScope();
    }

    /// <summary>The UNet's guided output over all tiles. [1, L, h, w] float32, the caller's.</summary>
    /// <param name="sample">What enters the UNet; borrowed.</param>
    /// <param name="timestep">0 … 999.</param>
    public Tensor PredictNoise(Tensor sample, int timestep)
    {
        using var scope = NewDisposeScope();
        var grid = LatentGrid(sample);
        _tracker.Begin(JobStage.Denoise, grid.Tiles.Count);
        var embeddings = Embeddings();
        return LatentTiler.Run(
            sample, grid,
            (tile, _) =>
            {
                _checkpoint.Pass();
                return FiniteGuard.Run(JobStage.Denoise, _networks.UNetType, _networks.WidenUNet, () => Guided(tile, timestep, embeddings));
            },
            completed => _tracker.Report(completed, grid.Tiles.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>The picture of a clean latent. [1, 3, H, W] float32, the caller's.</summary>
    /// <param name="clean">The scaled clean latent; borrowed.</param>
    public Tensor Decode(Tensor clean) => _vae.Decode(clean);

    private TileGrid LatentGrid(Tensor latent) =>
        TileGrid.Create((int)latent.shape[3], (int)latent.shape[2], _plan.LatentTileSize, _plan.LatentTileOverlap);

    // Positive before negative; at guidance exactly 1 the negative prompt has no weight and is left out, as for a UNet that reads none.
    private Tensor Embeddings()
    {
        var positive = _networks.Prompts[_options.PositivePrompt];
        return _options.GuidanceScale == 1 || !_networks.UNet.Config.ReadsPrompt
            ? positive.alias()
            : cat([positive, _networks.Prompts[_options.NegativePrompt]], 0);
    }

    private Tensor Guided(Tensor tile, int timestep, Tensor embeddings)
    {
        using var scope = NewDisposeScope();
        long batch = embeddings.shape[0];
        var type = _networks.UNetType;
        var sample = batch == 1 ? tile : tile.repeat(batch, 1, 1, 1);
        var time = tensor([(float)timestep], device: tile.device);
        var output = ToFloat(_networks.UNet.call(sample.to(type), time, embeddings.to(type)));
        return Guidance.Combine(output, _options.GuidanceScale).MoveToOuterDisposeScope();
    }

    private static Tensor ToFloat(Tensor value) => value.to(ScalarType.Float32);
}
