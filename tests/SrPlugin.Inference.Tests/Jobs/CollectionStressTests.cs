using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.AddSr;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Testing;
using Xunit.Abstractions;

namespace SrPlugin.Inference.Tests.Jobs;

/// <summary>A garbage collection during a native call must not change what it computes (docs/dev/torchsharp.md).</summary>
[Collection(nameof(TestsThatCollectGarbage))]
public sealed class CollectionStressTests(ITestOutputHelper output)
{
    [Fact]
    public void Restore_S3DiffWhileGarbageIsCollected_SamePixels()
    {
        using var model = new GoldenModel();
        var source = TestPictures.Planar(2, 2);
        var options = new S3DiffOptions { LatentMode = LatentMode.Sample, GuidanceScale = 1 };

        Repeat(IsFull ? 1000 : 100, () => model.Pipeline.Restore(source, 8, 8, options, null, null, CancellationToken.None).Image);
    }

    [Fact]
    public void Restore_AddSrWhileGarbageIsCollected_SamePixels()
    {
        using var model = new AddSrGoldenModel();
        var source = TestPictures.Planar(2, 2);
        var options = new AddSrOptions { ProcessSize = 64, StepCount = 2, GuidanceScale = 2 };

        Repeat(IsFull ? 300 : 30, () => model.Pipeline.Restore(source, 8, 8, options, null, null, CancellationToken.None).Image);
    }

    // SRPLUGIN_STRESS=full: for a quiet machine, some ten minutes.
    private static bool IsFull => Environment.GetEnvironmentVariable("SRPLUGIN_STRESS") == "full";

    private void Repeat(int count, Func<PlanarImage> restore)
    {
        var expected = restore().Data;
        var faults = new List<string>();
        using var collecting = new CollectingThread();
        for (int i = 0; i < count; i++)
        {
            try
            {
                if (!restore().Data.AsSpan().SequenceEqual(expected))
                    faults.Add($"{i}: other pixels");
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                faults.Add($"{i}: {exception.GetType().Name}: {exception.Message.Split('\n')[0]}");
            }
        }

        output.WriteLine($"{faults.Count} faults in {count} restorations with {collecting.Collections} collections.");
        faults.ShouldBeEmpty();
    }
}
