using SrPlugin.Trainer.Adversaries;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>What one part of an update works on. The tensors belong to the dispose scope that they were made in.</summary>
internal sealed record S3DiffBatch
{
    /// <summary>The enlarged sources, [N, 3, H, W] in −1…1.</summary>
    public required Tensor Conditioning { get; init; }

    /// <summary>The sharp pictures, as large.</summary>
    public required Tensor Sharp { get; init; }

    /// <summary>The degradation scores of the sources before enlargement, [N, 2].</summary>
    public required Tensor Scores { get; init; }

    /// <summary>Which pictures get the negative prompt, and their own source as the target.</summary>
    public required bool[] IsNegative { get; init; }

    /// <summary>The positive prompt's embedding, [1, L, C].</summary>
    public required Tensor Positive { get; init; }

    /// <summary>The negative prompt's embedding, [1, L, C].</summary>
    public required Tensor Negative { get; init; }

    /// <summary>The posterior's noise of the reconstruction and of the adversarial pass.</summary>
    public required (Tensor Reconstruction, Tensor Adversarial) Noise { get; init; }

    /// <summary>
    /// The augmentations of restored pictures for the generator, of sharp ones and of restored ones for the discriminator.
    /// </summary>
    public required (AugmentationDraws Generator, AugmentationDraws Real, AugmentationDraws Fake) Augmentation { get; init; }

    /// <summary>The target of the reconstruction; fresh.</summary>
    public Tensor Target() => Choose(Conditioning, Sharp);

    /// <summary>The embeddings of the reconstruction's prompts, [N, L, C]; fresh.</summary>
    public Tensor MixedText() => cat([.. IsNegative.Select(negative => negative ? Negative : Positive)], 0);

    /// <summary>The positive prompt's embedding for all pictures; fresh.</summary>
    public Tensor PositiveText() => Positive.expand(IsNegative.Length, -1, -1);

    private Tensor Choose(Tensor negative, Tensor positive) =>
        cat([.. IsNegative.Select((isNegative, i) => (isNegative ? negative : positive).narrow(0, i, 1))], 0);
}
