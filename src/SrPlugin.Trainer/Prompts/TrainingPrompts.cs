using SrPlugin.Inference.S3Diff;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Prompts;

/// <summary>
/// The texts of training: the paper's pair, paraphrases so that the text encoder learns words and not one sentence, and the
/// empty prompt.
/// </summary>
public static class TrainingPrompts
{
    /// <summary>Index of the paper's positive prompt.</summary>
    internal const int DefaultPositive = 0;

    private const int PositiveCount = 5;
    private const double EmptyShare = 0.1;
    private const double FirstShare = 0.6;

    /// <summary>All prompts: the positive ones first, then the negative ones, last the empty one.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        S3DiffOptions.DefaultPositivePrompt,
        "sharp focus, high resolution, fine detail, clean photo",
        "a clear and detailed photograph, realistic, high quality",
        "ultra-realistic, 8K, crisp edges, natural texture",
        "best quality, sharp, natural lighting",
        S3DiffOptions.DefaultNegativePrompt,
        "blurry, low quality, noisy, jpeg artifacts",
        "low resolution, blur, dirty, oversmooth",
        "a messy, bad quality picture, out of focus",
        "worst quality, deformation, painting",
        string.Empty,
    ];

    /// <summary>Index of a prompt for one sample: the paper's own most of the time.</summary>
    internal static int Draw(SeededRandom random, bool negative)
    {
        if (!negative && random.Chance(EmptyShare))
            return All.Count - 1;
        var (first, count) = negative ? (PositiveCount, All.Count - 1 - PositiveCount) : (0, PositiveCount);
        return random.Chance(FirstShare) ? first : first + random.NextIndex(count);
    }
}
