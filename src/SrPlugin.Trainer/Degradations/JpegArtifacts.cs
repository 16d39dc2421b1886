using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Degradations;

/// <summary>
/// What storing a picture as baseline JPEG does to it, without a file: full-range YCbCr, chroma halved in both directions,
/// 8×8 DCT, the example quantisation tables of the standard's Annex K scaled by quality as the common encoder does, and back
/// with triangle-filtered chroma, rounded to 8 bits.
/// </summary>
public static class JpegArtifacts
{
    private static readonly byte[] s_lumaTable =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100,
        103, 99,
    ];

    private static readonly byte[] s_chromaTable =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    private static readonly float[] s_cosines = Cosines();

    /// <summary>The picture after a round trip.</summary>
    /// <param name="image">RGB, nominally 0…1; values outside are clamped.</param>
    /// <param name="quality">1 (worst) … 100.</param>
    /// <param name="fullChroma">Whether colours keep their size (4:4:4) instead of being halved in both directions (4:2:0).</param>
    /// <param name="shiftX">Columns before the picture that the first block has in addition, 0…15: as of a picture cropped
    /// afterwards.</param>
    /// <param name="shiftY">Rows above the picture that the first block has in addition, 0…15.</param>
    /// <exception cref="ArgumentException">The picture is not RGB.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> is outside 1…100.</exception>
    public static PlanarImage Apply(PlanarImage image, int quality, bool fullChroma = false, int shiftX = 0, int shiftY = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Channels != 3)
            throw new ArgumentException($"JPEG artefacts are defined here for RGB, not for {image.Channels} channel(s).", nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);

        var height = (image.Height + shiftY + 15) / 16 * 16;
        var width = (image.Width + shiftX + 15) / 16 * 16;
        var luma = new float[height * width];
        var blue = new float[height * width];
        var red = new float[height * width];
        ToYCbCr(image, (shiftX, shiftY), width, height, luma, blue, red);
        Quantise(luma, width, height, Table(s_lumaTable, quality));
        var chroma = Table(s_chromaTable, quality);
        if (fullChroma)
        {
            Quantise(blue, width, height, chroma);
            Quantise(red, width, height, chroma);
            return ToRgb(
                image.Width, image.Height, (shiftX, shiftY), luma, width, new ChromaPlane(blue, width, 0, 0),
                new ChromaPlane(red, width, 0, 0));
        }

        var smallBlue = Halve(blue, width, height);
        var smallRed = Halve(red, width, height);
        Quantise(smallBlue, width / 2, height / 2, chroma);
        Quantise(smallRed, width / 2, height / 2, chroma);

        // The decoder knows the true size: its chroma filter ends there, not at the padding.
        var chromaWidth = (image.Width + shiftX + 1) / 2;
        var chromaHeight = (image.Height + shiftY + 1) / 2;
        return ToRgb(
            image.Width, image.Height, (shiftX, shiftY), luma, width, new ChromaPlane(smallBlue, width / 2, chromaWidth, chromaHeight),
            new ChromaPlane(smallRed, width / 2, chromaWidth, chromaHeight));
    }

    private static float[] Cosines()
    {
        var table = new float[64];
        for (var k = 0; k < 8; k++)
        {
            for (var x = 0; x < 8; x++)
                table[(k * 8) + x] = (float)(Math.Cos(((2 * x) + 1) * k * Math.PI / 16) * (k == 0 ? Math.Sqrt(0.125) : 0.5));
        }

        return table;
    }

    private static float[] Table(byte[] table, int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        return [.. table.Select(step => (float)Math.Clamp(((step * scale) + 50) / 100, 1, 255))];
    }

    private static void ToYCbCr(PlanarImage image, (int X, int Y) shift, int width, int height, float[] luma, float[] blue, float[] red)
    {
        for (var y = 0; y < height; y++)
        {
            var row = Math.Clamp(y - shift.Y, 0, image.Height - 1);
            var rs = image.Row(0, row);
            var gs = image.Row(1, row);
            var bs = image.Row(2, row);
            for (var x = 0; x < width; x++)
            {
                var from = Math.Clamp(x - shift.X, 0, image.Width - 1);
                var (r, g, b) = (Level(rs[from]), Level(gs[from]), Level(bs[from]));
                var at = (y * width) + x;
                luma[at] = MathF.Round((0.299f * r) + (0.587f * g) + (0.114f * b)) - 128;
                blue[at] = MathF.Round((-0.168735892f * r) - (0.331264108f * g) + (0.5f * b));
                red[at] = MathF.Round((0.5f * r) - (0.418687589f * g) - (0.081312411f * b));
            }
        }
    }

    private static float Level(float value) => MathF.Round(Math.Clamp(value, 0, 1) * 255);

    private static float[] Halve(float[] plane, int width, int height)
    {
        var half = new float[width * height / 4];
        for (var y = 0; y < height / 2; y++)
        {
            for (var x = 0; x < width / 2; x++)
            {
                var at = (2 * y * width) + (2 * x);
                half[(y * width / 2) + x] = MathF.Round((plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4);
            }
        }

        return half;
    }

    private static void Quantise(float[] plane, int width, int height, float[] table)
    {
        Span<float> block = stackalloc float[64];
        Span<float> other = stackalloc float[64];
        for (var top = 0; top < height; top += 8)
        {
            for (var left = 0; left < width; left += 8)
            {
                for (var y = 0; y < 8; y++)
                    plane.AsSpan(((top + y) * width) + left, 8).CopyTo(block[(y * 8)..]);
                Forward(block, other);
                Forward(other, block);
                for (var i = 0; i < 64; i++)
                    block[i] = MathF.Round(block[i] / table[i]) * table[i];
                Backward(block, other);
                Backward(other, block);
                for (var y = 0; y < 8; y++)
                {
                    for (var x = 0; x < 8; x++)
                        plane[((top + y) * width) + left + x] = Math.Clamp(MathF.Round(block[(y * 8) + x]), -128, 127);
                }
            }
        }
    }

    // One pass transforms the rows and transposes; two passes are the two-dimensional transform.
    private static void Forward(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var y = 0; y < 8; y++)
        {
            for (var k = 0; k < 8; k++)
            {
                var sum = 0f;
                for (var x = 0; x < 8; x++)
                    sum += s_cosines[(k * 8) + x] * from[(y * 8) + x];
                to[(k * 8) + y] = sum;
            }
        }
    }

    private static void Backward(ReadOnlySpan<float> from, Span<float> to)
    {
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                var sum = 0f;
                for (var k = 0; k < 8; k++)
                    sum += s_cosines[(k * 8) + x] * from[(y * 8) + k];
                to[(x * 8) + y] = sum;
            }
        }
    }

    private static PlanarImage ToRgb(
        int width, int height, (int X, int Y) shift, float[] luma, int stride, ChromaPlane blue, ChromaPlane red)
    {
        var result = new PlanarImage(3, height, width);
        for (var y = 0; y < height; y++)
        {
            var rs = result.Row(0, y);
            var gs = result.Row(1, y);
            var bs = result.Row(2, y);
            for (var x = 0; x < width; x++)
            {
                var light = luma[((y + shift.Y) * stride) + x + shift.X] + 128;
                var cb = blue.At(x + shift.X, y + shift.Y);
                var cr = red.At(x + shift.X, y + shift.Y);
                rs[x] = Sample(light + (1.402f * cr));
                gs[x] = Sample(light - (0.344136286f * cb) - (0.714136286f * cr));
                bs[x] = Sample(light + (1.772f * cb));
            }
        }

        return result;
    }

    private static float Sample(float level) => Math.Clamp(MathF.Round(level), 0, 255) / 255;

    /// <summary>
    /// Half-size chroma read at full size: ¾ of the nearest sample and ¼ of the next, in each direction. A width of 0 marks full-size
    /// chroma.
    /// </summary>
    private readonly struct ChromaPlane(float[] values, int stride, int width, int height)
    {
        public float At(int x, int y)
        {
            if (width == 0)
                return values[(y * stride) + x];
            var x0 = x / 2;
            var y0 = y / 2 * stride;
            var x1 = Math.Clamp(x0 + ((x & 1) == 0 ? -1 : 1), 0, width - 1);
            var y1 = Math.Clamp((y / 2) + ((y & 1) == 0 ? -1 : 1), 0, height - 1) * stride;
            return ((9 * values[y0 + x0]) + (3 * values[y0 + x1]) + (3 * values[y1 + x0]) + values[y1 + x1]) / 16;
        }
    }
}
