using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>
/// The VAE's two passes under one <see cref="MemoryPlan"/>: in bands, in regions where memory is short, once more in float32 where numbers
/// overflow.
/// </summary>
internal sealed class VaeRun(DiffusionNetworks networks, MemoryPlan plan, StageTracker tracker, TileCheckpoint checkpoint)
{
    // Below, what the heap keeps is little, and giving it back takes longer than it saves.
    private const long ManyPixels = 512 * 512;

    private int Stride => networks.Vae.Config.LatentStride;

    /// <summary>The scaled latent of a picture: its distribution's mean, or a draw from it. [1, L, h, w] float32, the caller's.</summary>
    /// <param name="conditioning">[1, 3, H, W] float32 in [-1, 1], sides divisible by the latent stride; borrowed.</param>
    /// <param name="mode">What is taken from the distribution.</param>
    /// <param name="noise">Where a draw's normal values come from; called for a draw only.</param>
    public Tensor Encode(Tensor conditioning, LatentMode mode, Func<INoiseSource> noise)
    {
        using var scope = NewDisposeScope();
        var moments = FiniteGuard.Run(JobStage.Encode, networks.VaeType, networks.WidenVae, () => EncodeMoments(conditioning));
        using var distribution = new LatentDistribution(moments);
        var latent = mode == LatentMode.Mode
            ? distribution.Mode()
            : distribution.Sample(noise().Draw(distribution.Mode().shape, moments.device));
        return latent.Times(networks.Vae.Config.ScalingFactor).MoveToOuterDisposeScope();
    }

    /// <summary>The picture of a clean latent. [1, 3, H, W] float32, not clamped, the caller's.</summary>
    /// <param name="clean">The scaled clean latent; borrowed.</param>
    /// <param name="step">The step of a model of several steps, from 0.</param>
    public Tensor Decode(Tensor clean, int step = 0) =>
        FiniteGuard.Run(JobStage.Decode, networks.VaeType, networks.WidenVae, () =>
        {
            using var scope = NewDisposeScope();
            var regions = Regions((int)clean.shape[3], (int)clean.shape[2]);
            var tiling = Observed(JobStage.Decode, regions, step);
            return RegionBlender.Run(
                regions, 1, Stride, clean.DividedBy(networks.Vae.Config.ScalingFactor),
                region => ToFloat(networks.Vae.decode(region.to(networks.VaeType), tiling))).MoveToOuterDisposeScope();
        });

    private Tensor EncodeMoments(Tensor conditioning)
    {
        using var scope = NewDisposeScope();
        var regions = Regions((int)conditioning.shape[3] / Stride, (int)conditioning.shape[2] / Stride);
        var tiling = Observed(JobStage.Encode, regions, 0);
        var moments = RegionBlender.Run(
            regions, Stride, 1, conditioning,
            region =>
            {
                using var distribution = networks.Vae.encode(region.to(networks.VaeType), tiling);
                return ToFloat(distribution.Moments.alias());
            });
        return moments.to(networks.Device.Device).MoveToOuterDisposeScope();
    }

    private TileGrid Regions(int width, int height) =>
        RegionBlender.Regions(width, height, plan.VaeRegionPixels / ((long)Stride * Stride));

    // The VAE calls before every band: for progress, for more urgent jobs, and to stop a cancelled job.
    private VaeTiling Observed(JobStage stage, TileGrid regions, int step)
    {
        long pixels = (long)regions.TileWidth * regions.TileHeight * Stride * Stride;
        int total = regions.Tiles.Count * VaeBandCount.Estimate(networks.Vae.Config, pixels, plan.VaeTiling.BandPixels);
        int begun = 0;
        tracker.Begin(stage, total, step);
        if (pixels >= ManyPixels)
            TensorLibrary.ReleaseMemory();
        return plan.VaeTiling with
        {
            BandStarting = () =>
            {
                tracker.Report(Math.Min(begun++, total), total);
                checkpoint.Pass();
            },
        };
    }

    private static Tensor ToFloat(Tensor value) => value.to(ScalarType.Float32);
}
