using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Reads pictures, upright, with faults in the user's words.</summary>
internal static class PictureReading
{
    /// <exception cref="FaultException">The file is missing, damaged, or of no known format.</exception>
    public static Picture Picture(string path) => FaultCatalog.Within(ExitCode.BadInput, () => PictureFile.Load(path).ApplyOrientation());

    /// <summary>A picture as coverage 0…1: its brightness, times its alpha where it has one.</summary>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static PixelBuffer Mask(string path)
    {
        PlanarImage image = PlanarImage.FromPixels(Picture(path).Pixels);
        var mask = new PixelBuffer(image.Width, image.Height, 1, SampleFormat.Float32);
        Span<float> coverage = mask.Samples<float>();
        double[] luma = ImageQuality.Luma(image); // 16…235
        ReadOnlySpan<float> alpha = image.HasAlpha ? image.Plane(image.Channels - 1) : default;
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = Math.Clamp((float)((luma[i] - 16) / 219) * (alpha.IsEmpty ? 1 : alpha[i]), 0, 1);
        return mask;
    }
}
