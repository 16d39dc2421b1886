namespace SrPlugin.Imaging.Tests;

/// <summary>Pictures made by rule, so that no test depends on a file it does not name.</summary>
internal static class Pictures
{
    public static PixelBuffer Noise(int width, int height, int channels, SampleFormat format, int seed)
    {
        var pixels = new PixelBuffer(width, height, channels, format);
        var random = new Random(seed);
        if (format == SampleFormat.Float32)
        {
            foreach (ref var sample in pixels.Samples<float>())
                sample = random.NextSingle();
        }
        else
        {
            random.NextBytes(pixels.Bytes);
        }

        return pixels;
    }

    /// <summary>Smooth colour waves, opaque unless there is an alpha channel, which gets a ramp.</summary>
    public static PixelBuffer Waves(int width, int height, int channels, SampleFormat format)
    {
        var image = new PlanarImage(channels, height, width);
        for (var c = 0; c < channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    image.Row(c, y)[x] = (float)(0.5 + (0.45 * Math.Sin((0.11 * (c + 1) * x) + (0.07 * y) + c)));
            }
        }

        return image.ToPixels(format);
    }

    public static PlanarImage NoisePlanes(int channels, int height, int width, int seed)
    {
        var image = new PlanarImage(channels, height, width);
        var random = new Random(seed);
        foreach (ref var value in image.Data.AsSpan())
            value = random.NextSingle();
        return image;
    }

    public static string FixturePath(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SrPlugin.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("SrPlugin.sln not found above the tests.");
        return Path.Combine(folder, "tests", "fixtures", "images", name);
    }
}
