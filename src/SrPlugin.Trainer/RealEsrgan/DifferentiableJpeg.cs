using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>
/// JPEG as Real-ESRGAN's training computes it (DiffJPEG): tables that are neither rounded nor limited, a luma table that is transposed,
/// chroma halved by means and enlarged to the nearest pixel. <see cref="Degradations.JpegArtifacts"/> is what files look like.
/// </summary>
internal static class DifferentiableJpeg
{
    // Annex K of the JPEG standard. The luma table is used transposed, as the authors' program does.
    private static readonly float[] s_luma = Transposed(
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100,
        103, 99,
    ]);

    private static readonly float[] s_chroma = Chroma();
    private static readonly float[] s_cosines = Cosines();

    /// <summary>Compresses and restores pictures.</summary>
    /// <param name="image">[N, 3, H, W] in 0…1.</param>
    /// <param name="qualities">One for each picture, 1…100.</param>
    /// <returns>As large, 0…1; fresh.</returns>
    public static Tensor Apply(Tensor image, IReadOnlyList<double> qualities)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (image.shape[2], image.shape[3]);
        var padded = nn.functional.pad(image, (0, (16 - (width % 16)) % 16, 0, (16 - (height % 16)) % 16)).Times(255);
        var (r, g, b) = (padded.select(1, 0), padded.select(1, 1), padded.select(1, 2)); // [N, H', W'] each
        var luma = r.Times(0.299).Plus(g, 0.587).Plus(b, 0.114);
        var blue = nn.functional.avg_pool2d(r.Times(-0.168736).Plus(g, -0.331264).Plus(b, 0.5).Plus(128), 2, 2);
        var red = nn.functional.avg_pool2d(r.Times(0.5).Plus(g, -0.418688).Plus(b, -0.081312).Plus(128), 2, 2);
        var factors = tensor(
            qualities.Select(q => (float)((q < 50 ? 5000 / q : 200 - (2 * q)) / 100)).ToArray(), [qualities.Count, 1, 1],
            device: image.device);
        luma = Quantize(luma, s_luma, factors);
        blue = Enlarge(Quantize(blue, s_chroma, factors)).Plus(-128);
        red = Enlarge(Quantize(red, s_chroma, factors)).Plus(-128);
        var result = stack([luma.Plus(red, 1.402), luma.Plus(blue, -0.344136).Plus(red, -0.714136), luma.Plus(blue, 1.772)], 1);
        return result.Clamp(0, 255).DividedBy(255).narrow(2, 0, height).narrow(3, 0, width).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Quantize(Tensor plane, float[] table, Tensor factors)
    {
        var (count, height, width) = (plane.shape[0], plane.shape[1], plane.shape[2]);
        var cosines = tensor(s_cosines, [64, 64], device: plane.device);
        var blocks = plane.Plus(-128).reshape(count, height / 8, 8, width / 8, 8).permute(0, 1, 3, 2, 4).reshape(-1, 64);
        var steps = tensor(table, [1, 1, 64], device: plane.device) * factors; // [N, 1, 64]
        var coefficients = (blocks.mm(cosines.t()).reshape(count, -1, 64) / steps).round() * steps;
        return coefficients.reshape(-1, 64).mm(cosines).Plus(128)
            .reshape(count, height / 8, width / 8, 8, 8).permute(0, 1, 3, 2, 4).reshape(count, height, width);
    }

    private static Tensor Enlarge(Tensor plane) => plane.repeat_interleave(2, 1).repeat_interleave(2, 2);

    private static float[] Transposed(float[] table) => [.. table.Select((_, i) => table[(i % 8 * 8) + (i / 8)])];

    private static float[] Chroma()
    {
        var table = Enumerable.Repeat(99f, 64).ToArray();
        float[][] corner = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]];
        for (var row = 0; row < 4; row++)
            corner[row].CopyTo(table, row * 8);
        return table;
    }

    // Row: frequency (vertical, horizontal); column: place in the block.
    private static float[] Cosines()
    {
        var result = new float[64 * 64];
        for (var i = 0; i < result.Length; i++)
        {
            var (frequency, place) = (i / 64, i % 64);
            result[i] = (float)(Cosine(frequency / 8, place / 8) * Cosine(frequency % 8, place % 8));
        }

        return result;
        static double Cosine(int frequency, int place) =>
            0.5 * (frequency == 0 ? Math.Sqrt(0.5) : 1) * Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16);
    }
}
