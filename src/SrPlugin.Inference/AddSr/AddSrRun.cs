using SrPlugin.Imaging;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.AddSr;

/// <summary>
/// AddSR's loop (Xie et al. 2024, upstream <c>pipelines/pipeline_addsr.py</c>): predict the clean latent, noise it to the next timestep,
/// and let what was predicted control the next step (prediction-based self-refinement, the paper's equation 4).
/// </summary>
internal sealed class AddSrRun
{
    private readonly AddSrNetworks _networks;
    private readonly AddSrOptions _options;
    private readonly MemoryPlan _plan;
    private readonly StageTracker _tracker;
    private readonly TileCheckpoint _checkpoint;
    private readonly Func<NoiseStream, INoiseSource> _noise;
    private readonly VaeRun _vae;

    public AddSrRun(
        AddSrNetworks networks, AddSrOptions options, MemoryPlan plan, StageTracker tracker, TileCheckpoint checkpoint,
        Func<NoiseStream, INoiseSource> noise)
    {
        (_networks, _options, _plan, _tracker, _checkpoint, _noise) = (networks, options, plan, tracker, checkpoint, noise);
        _vae = new VaeRun(networks, plan, tracker, checkpoint);
    }

    /// <summary>Told of intermediate results, by the goldens' names for them. Only parity tests listen.</summary>
    public Action<string, Tensor>? Tap { get; init; }

    private bool Refines => _options.SelfRefinementWeight > 0;

    private int Stride => _networks.Vae.Config.LatentStride;

    /// <summary>All steps.</summary>
    /// <param name="image">The source at the result's size, [1, 3, H, W] float32 in 0…1, sides divisible by the latent stride;
    /// borrowed.</param>
    /// <param name="embeddings">The prompt's embedding, [1, S, C], or positive and negative prompt's, [2, S, C]; borrowed.</param>
    /// <param name="tokens">The tagger's tokens of the source, [1, T, C]; borrowed.</param>
    /// <returns>[1, 3, H, W] float32, not clamped; the caller's.</returns>
    public Tensor Restore(Tensor image, Tensor embeddings, Tensor tokens)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var scheduler = _networks.Scheduler;
        var timesteps = AddSrTimesteps.First(_options.StepCount);
        var sample = Start(image, timesteps[0]);
        var (control, seen) = (image.alias(), tokens.alias());
        for (int step = 0; ; step++)
        {
            int timestep = timesteps[step];
            Tap?.Invoke($"tap.{timestep}.latent", sample);
            var clean = Predict(sample, step, timestep, embeddings, seen, control);
            bool isLast = step == timesteps.Count - 1;
            if (isLast || Refines)
            {
                // Nobody needs the step's control image any more, and it is as large as what is decoded now.
                control.Dispose();
                var decoded = Decode(clean, step);
                if (isLast)
                    return decoded.MoveToOuterDisposeScope();
                Tap?.Invoke($"tap.{timesteps[step + 1]}.decoded_z0", decoded);
                control = Blend(image, decoded);
                seen = Replace(seen, Look(control, step + 1));
                Tap?.Invoke($"tap.{timesteps[step + 1]}.control_image", control);
                Tap?.Invoke($"tap.{timesteps[step + 1]}.ram_embeds", seen);
            }
            else if (_options.Behaviour == AddSrBehaviour.Released && step == 0)
            {
                // The picture stays the same, but this time it is enlarged bicubically.
                seen = Replace(seen, Look(image, 1));
            }

            using var noise = _noise(NoiseStream.FirstRenoise + step).Draw(clean.shape, clean.device);
            sample = Replace(sample, scheduler.AddNoise(clean, noise, timesteps[step + 1]));
            clean.Dispose();
        }
    }

    /// <summary>What enters the first step. [1, L, h, w] float32, the caller's.</summary>
    /// <param name="image">[1, 3, H, W] in 0…1; borrowed.</param>
    /// <param name="timestep">The first timestep.</param>
    public Tensor Start(Tensor image, int timestep)
    {
        using var scope = NewDisposeScope();
        long[] shape = [1, _networks.UNet.Config.InChannels, image.shape[2] / Stride, image.shape[3] / Stride];
        var noise = _noise(NoiseStream.Start).Draw(shape, image.device);
        if (_options.Start == AddSrStart.Noise)
            return noise.MoveToOuterDisposeScope();
        _networks.Residency.Use(_networks.Vae);
        var latent = _vae.Encode(image.Times(2).Plus(-1), _options.LatentMode, () => _noise(NoiseStream.Posterior));
        return _networks.Scheduler.AddNoise(latent, noise, timestep).MoveToOuterDisposeScope();
    }

    /// <summary>The guided noise prediction over all tiles. [1, L, h, w] float32, the caller's.</summary>
    /// <param name="sample">What enters the UNet; borrowed.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="timestep">Its timestep.</param>
    /// <param name="embeddings">As in <see cref="Restore"/>.</param>
    /// <param name="tokens">The tokens of the control image.</param>
    /// <param name="control">The control image, [1, 3, H, W] in 0…1.</param>
    public Tensor PredictNoise(Tensor sample, int step, int timestep, Tensor embeddings, Tensor tokens, Tensor control)
    {
        var grid = LatentGrid(_plan, (int)sample.shape[3], (int)sample.shape[2]);
        int part = 0;
        return LatentTiler.Run(
            sample, grid,
            (tile, area) =>
            {
                int index = part++;
                _checkpoint.Pass();
                return FiniteGuard.Run(
                    JobStage.Denoise, _networks.UNetType, _networks.WidenUNet,
                    () => Guided(tile, area, embeddings, tokens, control, timestep, step, index, grid.Tiles.Count));
            },
            _ => { });
    }

    /// <summary>The tiles of a latent.</summary>
    public static TileGrid LatentGrid(MemoryPlan plan, int width, int height) =>
        TileGrid.Create(width, height, plan.LatentTileSize, plan.LatentTileOverlap);

    private Tensor Predict(Tensor sample, int step, int timestep, Tensor embeddings, Tensor tokens, Tensor control)
    {
        using var output = PredictNoise(sample, step, timestep, embeddings, tokens, control);
        Tap?.Invoke($"tap.{timestep}.noise_pred", output);
        var clean = _networks.Scheduler.Step(output, timestep, sample);
        Tap?.Invoke($"tap.{timestep}.z0", clean);
        return clean;
    }

    private Tensor Decode(Tensor clean, int step)
    {
        using var scope = NewDisposeScope();
        _networks.Residency.Use(_networks.Vae);
        var decoded = _vae.Decode(clean, step);
        if (_tracker.IsWatched)
            _tracker.Show(
                new StepPreview(
                    ConditioningImage.Crop(decoded, (int)decoded.shape[3], (int)decoded.shape[2]), step + 1, _options.StepCount));
        return decoded.to(_networks.Device.Device).MoveToOuterDisposeScope();
    }

    // Equation 4, with the source blended in as the released code does. In place: the prediction becomes the control image.
    private Tensor Blend(Tensor image, Tensor decoded)
    {
        using var scope = NewDisposeScope();
        double weight = _options.SelfRefinementWeight;
        decoded.ClampInPlace(-1, 1).MultiplyInPlace(0.5).AddInPlace(0.5).MultiplyInPlace(weight).AddInPlace(image.Times(1 - weight));
        return decoded;
    }

    private Tensor Look(Tensor control, int step)
    {
        _tracker.Begin(JobStage.Tag, 1, step);
        _checkpoint.Pass();
        _networks.Residency.Use(_networks.TaggerNetwork);
        return _networks.Tagger.Embed(control);
    }

    private static Tensor Replace(Tensor old, Tensor next)
    {
        old.Dispose();
        return next;
    }

    // One tile: its own crop of the control image, but the whole picture's prompt and tokens.
    private Tensor Guided(
        Tensor tile, PixelRectangle area, Tensor embeddings, Tensor tokens, Tensor control, int timestep, int step, int part, int count)
    {
        using var scope = NewDisposeScope();
        _tracker.BeginPart(JobStage.Control, step, part, count);
        _networks.Residency.Use(_networks.ControlNet, _networks.UNet);
        long batch = embeddings.shape[0];
        var type = _networks.UNetType;
        var sample = tile.expand(batch, -1, -1, -1).to(type);
        var time = tensor([(float)timestep], device: tile.device);
        var prompt = embeddings.to(type);
        var seen = tokens.to(type).expand(batch, -1, -1);
        var crop = control.narrow(2, (long)area.Y * Stride, (long)area.Height * Stride).narrow(
            3, (long)area.X * Stride, (long)area.Width * Stride)
            .contiguous().to(type);

        using var residuals = _networks.ControlNet.Control(sample, time, prompt, seen, crop, _options.ConditioningScale);
        _tracker.BeginPart(JobStage.Denoise, step, part, count);
        var output = _networks.UNet.Predict(sample, time, prompt, seen, residuals).to(ScalarType.Float32);

        // Differs from upstream: there guidance fails after the first step, which is given the doubled latent.
        return Guidance.Combine(output, _options.GuidanceScale).MoveToOuterDisposeScope();
    }
}
