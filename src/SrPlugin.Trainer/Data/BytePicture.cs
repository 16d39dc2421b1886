using SrPlugin.Imaging;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Data;

/// <summary>An RGB picture of 8 bits a sample, planar, to cut crops from.</summary>
internal sealed class BytePicture
{
    private readonly byte[] _samples;

    public BytePicture(PlanarImage image)
    {
        (Width, Height) = (image.Width, image.Height);
        _samples = new byte[image.Data.Length];
        for (var i = 0; i < _samples.Length; i++)
            _samples[i] = (byte)MathF.Round(Math.Clamp(image.Data[i], 0, 1) * 255);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A random square, randomly turned and mirrored; sides shorter than <paramref name="size"/> are mirrored on.</summary>
    public PlanarImage Crop(SeededRandom random, int size)
    {
        var left = random.NextIndex(Math.Max(1, Width - size + 1));
        var top = random.NextIndex(Math.Max(1, Height - size + 1));
        var transpose = random.Chance(0.5);
        var mirrorX = random.Chance(0.5);
        var mirrorY = random.Chance(0.5);
        var crop = new PlanarImage(3, size, size);
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < size; y++)
            {
                var row = crop.Row(c, y);
                for (var x = 0; x < size; x++)
                {
                    var (u, v) = transpose ? (y, x) : (x, y);
                    u = Inside(left + (mirrorX ? size - 1 - u : u), Width);
                    v = Inside(top + (mirrorY ? size - 1 - v : v), Height);
                    row[x] = _samples[(((c * Height) + v) * Width) + u] * (1f / 255);
                }
            }
        }

        return crop;
    }

    /// <summary>
    /// A random square, mirrored left to right half the time; where a side is shorter than <paramref name="size"/>, the picture is
    /// continued to the right and below by its mirror image without its last line.
    /// </summary>
    public PlanarImage MirroredCrop(SeededRandom random, int size)
    {
        var isMirrored = random.Chance(0.5);
        var left = random.NextIndex(Math.Max(1, Width - size + 1));
        var top = random.NextIndex(Math.Max(1, Height - size + 1));
        var crop = new PlanarImage(3, size, size);
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < size; y++)
            {
                var row = crop.Row(c, y);
                var line = ((c * Height) + Folded(top + y, Height)) * Width;
                for (var x = 0; x < size; x++)
                {
                    var column = Folded(left + x, Width);
                    row[x] = _samples[line + (isMirrored ? Width - 1 - column : column)] * (1f / 255);
                }
            }
        }

        return crop;
    }

    private static int Folded(int position, int length)
    {
        if (length == 1)
            return 0;
        var folded = position % (2 * (length - 1));
        return folded < length ? folded : (2 * (length - 1)) - folded;
    }

    private static int Inside(int position, int length) => position < length ? position : Math.Max(0, (2 * length) - 1 - position);
}
