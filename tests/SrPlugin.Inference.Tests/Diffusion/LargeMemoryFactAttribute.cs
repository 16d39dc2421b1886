namespace SrPlugin.Inference.Tests.Diffusion;

/// <summary>A test that takes 6 GB; skipped where they are not free.</summary>
internal sealed class LargeMemoryFactAttribute : FactAttribute
{
    private const long Needed = 8L << 30;

    public LargeMemoryFactAttribute()
    {
        var memory = GC.GetGCMemoryInfo();
        if (memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes < Needed)
            Skip = "Needs 8 GiB of free memory.";
    }
}
