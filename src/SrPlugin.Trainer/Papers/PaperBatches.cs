using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.RealEsrgan;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>The batches of a run. Batch <c>m</c> of update <c>s</c> depends on the seed, <c>s</c> and <c>m</c> alone.</summary>
internal sealed class PaperBatches(PaperData data, ulong seed)
{
    private readonly PhotoLibrary _photos = new(data);
    private readonly RealEsrganDegradation _degradation = new(data.Degradation);

    /// <summary>Makes one batch.</summary>
    /// <param name="update">The update.</param>
    /// <param name="part">The part of an update whose gradients are accumulated over several.</param>
    /// <param name="device">Where it is degraded, and lies.</param>
    public DegradedBatch Make(long update, int part, Device device)
    {
        var random = new SeededRandom(seed, 0xBA7C, (ulong)update, (ulong)part);
        using var scope = NewDisposeScope();
        var sharp = SampleTensors.Stack([.. Enumerable.Range(0, data.BatchSize).Select(_ => _photos.Crop(random))]).to(device);
        var batch = _degradation.Apply(sharp, random);
        batch.Sharp.MoveToOuterDisposeScope();
        batch.Degraded.MoveToOuterDisposeScope();
        return batch;
    }
}
