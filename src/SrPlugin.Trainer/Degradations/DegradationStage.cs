using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Degradations;

/// <summary>One pass of blur, resize, noise and JPEG, in this order.</summary>
/// <param name="BlurX">Deviation of the Gaussian along the rows, in pixels of the stage's input; 0 = none.</param>
/// <param name="BlurY">The same along the columns.</param>
/// <param name="Scale">Output size over input size.</param>
/// <param name="Filter">How the stage resizes (reducing with antialiasing).</param>
/// <param name="NoiseSigma">Deviation of the noise in 8-bit levels, after resizing; 0 = none.</param>
/// <param name="GreyNoise">The same noise in all channels instead of independent noise.</param>
/// <param name="SignalNoise">Noise variance proportional to brightness (photon noise), mean deviation as given.</param>
/// <param name="JpegQuality">1…100; 0 = not compressed.</param>
public sealed record DegradationStage(
    float BlurX, float BlurY, float Scale, ResampleFilter Filter, float NoiseSigma, bool GreyNoise, bool SignalNoise, int JpegQuality);
