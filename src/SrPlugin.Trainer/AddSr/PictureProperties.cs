using SrPlugin.Imaging;

namespace SrPlugin.Trainer.AddSr;

/// <summary>The small tagger's words: properties of a picture that can be measured, so that its training needs no one's labels.</summary>
internal static class PictureProperties
{
    /// <summary>All words, in the order of the label embeddings.</summary>
    public static IReadOnlyList<string> Tags { get; } =
    [
        "bright", "dark", "colorful", "gray", "warm colors", "cool colors", "high contrast", "low contrast", "fine texture",
        "smooth surface",
    ];

    /// <summary>Which of them hold for an RGB picture, as 0 or 1 for every word.</summary>
    public static float[] Measure(PlanarImage image)
    {
        Span<float> red = image.Plane(0), green = image.Plane(1), blue = image.Plane(2);
        var luma = new double[red.Length];
        double colour = 0, warmth = 0;
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (0.299 * red[i]) + (0.587 * green[i]) + (0.114 * blue[i]);
            colour += Math.Max(red[i], Math.Max(green[i], blue[i])) - Math.Min(red[i], Math.Min(green[i], blue[i]));
            warmth += red[i] - blue[i];
        }

        var mean = luma.Average();
        var deviation = Math.Sqrt(luma.Sum(value => (value - mean) * (value - mean)) / luma.Length);
        var texture = Texture(luma, image.Width);
        (colour, warmth) = (colour / luma.Length, warmth / luma.Length);
        bool[] holds =
        [
            mean > 0.58, mean < 0.38, colour > 0.3, colour < 0.1, warmth > 0.08, warmth < -0.08,
            deviation > 0.24, deviation < 0.1, texture > 0.06, texture < 0.02,
        ];
        return [.. holds.Select(value => value ? 1f : 0f)];
    }

    /// <summary>The words that hold.</summary>
    public static IReadOnlyList<string> Of(PlanarImage image) =>
        [.. Tags.Zip(Measure(image)).Where(pair => pair.Second > 0).Select(pair => pair.First)];

    // Mean difference of neighbours.
    private static double Texture(double[] luma, int width)
    {
        double sum = 0;
        for (var i = width + 1; i < luma.Length; i++)
            sum += Math.Abs(luma[i] - luma[i - 1]) + Math.Abs(luma[i] - luma[i - width]);
        return sum / (2 * luma.Length);
    }
}
