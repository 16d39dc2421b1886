using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Data;

/// <summary>One pair to learn from.</summary>
/// <param name="Target">The high-resolution crop, RGB 0…1.</param>
/// <param name="Source">The degraded crop of the same area at a quarter of the size, RGB 0…1 in 8-bit steps.</param>
/// <param name="BlurScore">0…1, how much blur was applied (<see cref="Degradations.DegradationPlan.BlurScore"/>).</param>
/// <param name="NoiseScore">0…1, how much noise was applied.</param>
/// <param name="PromptIndex">Which of the training prompts goes with it.</param>
/// <param name="Negative">Online negative prompting: the network is to return the degraded picture.</param>
public sealed record TrainingSample(
    PlanarImage Target, PlanarImage Source, float BlurScore, float NoiseScore, int PromptIndex, bool Negative);
