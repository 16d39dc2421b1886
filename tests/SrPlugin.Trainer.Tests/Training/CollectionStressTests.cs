using SrPlugin.Testing;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Trainer.Tests.Training;

/// <summary>A garbage collection during a native call must not change what training computes (docs/dev/torchsharp.md).</summary>
[Collection(nameof(TestsThatCollectGarbage))]
public sealed class CollectionStressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-train-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_WhileGarbageIsCollected_SameWeights()
    {
        var options = TinyRecipe.Options with { Steps = 300, CheckpointEvery = 300, MeasureEvery = 0, EstimatorSteps = 30 };
        var quiet = await new TrainingRun(options, Path.Combine(_folder, "quiet")).RunAsync(false, null, CancellationToken.None);

        string stressed;
        using (new CollectingThread())
            stressed = await new TrainingRun(options, Path.Combine(_folder, "stressed")).RunAsync(false, null, CancellationToken.None);

        foreach (var file in Directory.EnumerateFiles(quiet, "*.safetensors", SearchOption.AllDirectories))
        {
            File.ReadAllBytes(Path.Combine(stressed, Path.GetRelativePath(quiet, file)))
                .ShouldBe(File.ReadAllBytes(file), Path.GetRelativePath(quiet, file));
        }
    }
}
