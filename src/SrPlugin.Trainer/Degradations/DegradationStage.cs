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
    float BlurX, float BlurY, float Scale, ResampleFilter Filter, float NoiseSigma, bool GreyNoise, bool SignalNoise, int JpegQuality)
{
    /// <summary>Whether JPEG stores the colours at full size (4:4:4), instead of halved in both directions (4:2:0).</summary>
    public bool FullChroma { get; init; }

    /// <summary>Columns by which JPEG's blocks are shifted against the picture's left edge, 0…15.</summary>
    public int ShiftX { get; init; }

    /// <summary>Rows by which JPEG's blocks are shifted against the picture's upper edge, 0…15.</summary>
    public int ShiftY { get; init; }

    /// <summary>
    /// The deviation of noise that leaves about the error that the stage's compression leaves in photos, in 8-bit levels: falling evenly
    /// from <see cref="NoiseOfWorstQuality"/> to 0 with rising quality.
    /// </summary>
    public float CompressionNoise => JpegQuality == 0 ? 0 : NoiseOfWorstQuality * (100 - JpegQuality) / 100;

    private const float NoiseOfWorstQuality = 9;
}
