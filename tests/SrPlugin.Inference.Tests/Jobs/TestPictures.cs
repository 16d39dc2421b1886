using SrPlugin.Imaging;

namespace SrPlugin.Inference.Tests.Jobs;

/// <summary>Pictures of reproducible noise over a gradient.</summary>
internal static class TestPictures
{
    public static PixelBuffer Create(int width, int height, int channels, SampleFormat format, int seed = 1)
    {
        var random = new Random(seed);
        var image = new PlanarImage(channels, height, width);
        for (int c = 0; c < channels; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    image.Row(c, y)[x] = Math.Clamp((0.7f * (x + y + c) / (width + height + 2)) + (0.3f * random.NextSingle()), 0, 1);
            }
        }

        return image.ToPixels(format);
    }

    public static PlanarImage Planar(int width, int height, int seed = 1) =>
        PlanarImage.FromPixels(Create(width, height, 3, SampleFormat.Float32, seed));
}
