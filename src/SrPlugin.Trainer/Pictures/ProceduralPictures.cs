using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>
/// Pictures without a camera: dead leaves, that is, opaque shapes with power-law sizes that hide one another, which share the
/// edge and scale statistics of photos. Flat, hard-edged leaves teach a network to draw outlines, so these carry 1/f textures,
/// shading, stripes, soft edges and depth of field, with strokes and glyph-like marks for line art and print.
/// </summary>
public sealed class ProceduralPictures
{
    private const int TileCount = 6;
    private const float LargestLeaf = 0.45f;
    private readonly NoiseTile[] _tiles = new NoiseTile[TileCount];
    private readonly ulong _seed;

    /// <summary>The series of pictures of one seed.</summary>
    public ProceduralPictures(ulong seed)
    {
        _seed = seed;
        for (var i = 0; i < TileCount; i++)
            _tiles[i] = new NoiseTile(new SeededRandom(seed, 0x711E, (ulong)i), 0.55 + (0.45 * i / (TileCount - 1)));
    }

    /// <summary>Picture number <paramref name="index"/>: RGB, 0…1, <paramref name="size"/> × <paramref name="size"/> pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 32.</exception>
    public PlanarImage Generate(int size, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        var random = new SeededRandom(_seed, 0x91C7, (ulong)index);
        var canvas = new LeafCanvas(size);
        var palette = new LeafPalette(random);
        canvas.Fill(Paint(random, palette, size));

        // A third of the pictures have a defocused background behind the sharp leaves.
        var focus = random.Chance(0.35) ? random.Next(0.15, 0.8) : -1;
        var smallest = MathF.Exp(random.Next(Math.Log(2.5), Math.Log(14)));

        // The mean area of a leaf is 2π·a²·ln(b/a) for a disc, some two thirds of it for the shapes drawn here.
        var meanArea = 4.2 * smallest * smallest * Math.Log(size * LargestLeaf / smallest);
        var count = (int)(size * size * Math.Exp(random.Next(Math.Log(0.7), Math.Log(4.5))) / meanArea);
        for (var i = 0; i < count; i++)
        {
            if (focus >= 0 && i >= focus * count)
            {
                canvas.Defocus(MathF.Exp(random.Next(0, Math.Log(5))));
                focus = -1;
            }

            LayLeaf(canvas, random, palette, smallest, size);
        }

        if (random.Chance(0.25))
            new GlyphRows(random, size).Lay(canvas, () => Paint(random, palette, 8));
        Finish(canvas.Image, random);
        return canvas.Image;
    }

    private void LayLeaf(LeafCanvas canvas, SeededRandom random, LeafPalette palette, float smallest, int size)
    {
        // Density r⁻³ between the bounds: the only law under which every scale covers the same area.
        var largest = size * LargestLeaf;
        var low = 1 / (smallest * smallest);
        var high = 1 / (largest * largest);
        var radius = 1 / MathF.Sqrt(low + ((float)random.Next() * (high - low)));
        var softness = random.Chance(0.6) ? 1f : 1 + MathF.Abs(random.NextGaussian() * 2.5f);
        var opacity = random.Chance(0.12) ? random.Next(0.3, 0.9) : 1;
        canvas.Lay(
            LeafShape.Random(random, radius), Paint(random, palette, radius), random.Next(0, size), random.Next(0, size), softness,
            opacity);
    }

    private LeafPaint Paint(SeededRandom random, LeafPalette palette, float radius) =>
        new(random, _tiles[random.NextIndex(TileCount)], palette.Pick(random), radius);

    private static void Finish(PlanarImage image, SeededRandom random)
    {
        // The lens: nothing photographed is sharper than this.
        var sigma = random.Next(0.35, 0.75);
        GaussianBlur.Apply(image, sigma, sigma);
        var gamma = MathF.Exp(random.Next(-0.35, 0.35));
        var grain = random.Chance(0.3) ? random.Next(0, 0.008) : 0;
        for (var i = 0; i < image.Data.Length; i++)
        {
            var value = MathF.Pow(Math.Clamp(image.Data[i], 0, 1), gamma);
            if (grain > 0)
                value += grain * random.NextGaussian();
            image.Data[i] = Math.Clamp(value, 0, 1);
        }
    }
}
