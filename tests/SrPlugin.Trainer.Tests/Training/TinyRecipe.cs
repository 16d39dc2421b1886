using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Trainer.Tests.Training;

/// <summary>A recipe that trains in seconds: it proves the machinery, not the quality.</summary>
internal static class TinyRecipe
{
    /// <summary>
    /// The same for a model that works at the picture's own size, without attention, whose latent is the picture rearranged.
    /// </summary>
    public static TrainingOptions OwnSize => Options with
    {
        Id = "own-size",
        ColorFix = false,
        FlatWeight = 0.5,
        DecayShare = 0.5,
        NegativeShare = 0,
        Degradations = new DegradationOptions
        {
            Factors = [1, 2, 4], ScoresDegradedPixels = true, SecondJpegShare = 0.3, FullChromaShare = 0.3, GreyShare = 0.3,
        },
        Architecture =
            Options.Architecture with { PatchSize = 4, LatentChannels = 48, UNetChannels = [16, 16], Attention = false, LayerNorm = true },
    };

    public static TrainingOptions Options { get; } = new()
    {
        Steps = 8,
        BatchSize = 2,
        CropSize = 32,
        LateShare = 0.25,
        LateBatchSize = 2,
        LateCropSize = 40,
        ScoreGroupSize = 2,
        WarmUpSteps = 2,
        PictureSize = 96,
        PictureWindow = 2,
        PicturesPerStep = 0.5,
        EstimatorSteps = 2,
        CheckpointEvery = 2,
        MeasureEvery = 4,
        Threads = 1,
        Architecture = new TinyArchitecture
        {
            VaeChannels = [8, 8, 16], LatentChannels = 6, UNetChannels = [8, 8], UNetLayers = 1, TextChannels = 8, TextLayers = 1,
            TextMerges = 100, LoraRank = 2,
            EstimatorChannels = [8, 8, 8, 8],
        },
    };
}
