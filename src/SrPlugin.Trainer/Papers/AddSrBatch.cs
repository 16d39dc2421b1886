using SrPlugin.Trainer.Randomness;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>What an update of AddSR works on. The tensors belong to the dispose scope that they were made in.</summary>
internal sealed record AddSrBatch
{
    /// <summary>The sharp pictures, [N, 3, H, W] in −1…1.</summary>
    public required Tensor Sharp { get; init; }

    /// <summary>The enlarged sources, as large, in 0…1.</summary>
    public required Tensor Control { get; init; }

    /// <summary>Embeddings of the texts, [N, 77, C].</summary>
    public required Tensor Text { get; init; }

    /// <summary>The posterior's noise, [N, L, h, w].</summary>
    public required Tensor PosteriorNoise { get; init; }

    /// <summary>The noise of student and teacher, [N, L, h, w].</summary>
    public required Tensor Noise { get; init; }

    /// <summary>The timesteps of the first of two passes, one for each picture; null for a single pass.</summary>
    public required int[]? FirstPass { get; init; }

    /// <summary>The teacher's timesteps, one for each picture at each draw.</summary>
    public required int[][] TeacherTimesteps { get; init; }

    /// <summary>The augmentations of what the discriminator sees: sharp, restored, and restored for the student's loss.</summary>
    public required (SeededRandom Real, SeededRandom Fake, SeededRandom Student) Augmentation { get; init; }
}
