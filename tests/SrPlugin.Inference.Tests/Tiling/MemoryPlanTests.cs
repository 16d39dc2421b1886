using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Autoencoder;

namespace SrPlugin.Inference.Tests.Tiling;

public sealed class MemoryPlanTests
{
    private static readonly AutoencoderKLConfig _vae = new() { BlockOutChannels = [128, 256, 512, 512] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Smaller_Repeated_ShrinksEverythingAndEnds(bool isCpu)
    {
        const long Cells = 512 * 512;
        MemoryPlan? plan = MemoryPlan.Create(96, 32, _vae, isCpu, 4, 8L << 30, 16L << 30, Cells * 64);
        int steps = 0;
        var last = plan;
        for (; plan is not null; plan = plan.Smaller(isCpu, Cells, _vae))
        {
            plan.VaeTiling.Validate();
            plan.LatentTileOverlap.ShouldBeLessThanOrEqualTo(plan.LatentTileSize);
            plan.VaeTiling.BandPixels.ShouldBeLessThanOrEqualTo(last.VaeTiling.BandPixels);
            plan.VaeRegionPixels.ShouldBeLessThanOrEqualTo(last.VaeRegionPixels);
            last = plan;
            (++steps).ShouldBeLessThan(50);
        }

        steps.ShouldBeGreaterThan(3);
        last.LatentTileSize.ShouldBe(16);
    }

    [Theory]
    [InlineData(4, 96, 32)]
    [InlineData(2, 384, 128)]
    [InlineData(8, 8, 2)]
    public void Create_NoTileGiven_SeesTheSamePixelsWithEveryVae(int levels, int size, int overlap)
    {
        var vae = new AutoencoderKLConfig { BlockOutChannels = [.. Enumerable.Repeat(32L, levels)] };

        var plan = MemoryPlan.Create(null, null, vae, true, 4, 1L << 30, 1L << 30, 1);

        (plan.LatentTileSize, plan.LatentTileOverlap).ShouldBe((size, overlap));
    }

    [Fact]
    public void Create_MoreThanTheGpuHolds_KeepsMapsInTheMachinesMemory()
    {
        MemoryPlan.Create(96, 32, _vae, false, 4, 1L << 30, 64L << 30, 4_000_000).VaeTiling.StorageDevice.ShouldNotBeNull();
        MemoryPlan.Create(96, 32, _vae, false, 4, 64L << 30, 64L << 30, 4_000_000).VaeTiling.StorageDevice.ShouldBeNull();
    }

    [Fact]
    public void Create_RealVae_CountsItsPeak() => MemoryPlan.BytesPerPixel(_vae, 4).ShouldBe(2560);
}
