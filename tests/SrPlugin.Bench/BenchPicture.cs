using SrPlugin.Imaging;

namespace SrPlugin.Bench;

/// <summary>Pictures to run the bench on: smooth shades with some noise, another one for every index.</summary>
internal static class BenchPicture
{
    public static PlanarImage Create(int width, int height, int index)
    {
        var random = new Random(index);
        var image = new PlanarImage(3, height, width);
        // The noise differs from picture to picture, and with it the estimated scores: a fold is never reused by accident.
        double noise = 0.02 + (0.03 * index % 0.2);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                Span<float> row = image.Row(channel, y);
                for (var x = 0; x < width; x++)
                {
                    double shade = 0.5 + (0.25 * Math.Sin((x * (0.11 + (0.02 * channel))) + index)) + (0.15 * Math.Cos(y * 0.07));
                    row[x] = (float)Math.Clamp(shade + ((random.NextDouble() - 0.5) * noise), 0, 1);
                }
            }
        }

        return image;
    }
}
