using SrPlugin.Imaging;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Data;

/// <summary>Changes the light and the colours of a photo, so that a few photos pass for many.</summary>
internal static class ColorJitter
{
    public static void Apply(PlanarImage image, SeededRandom random)
    {
        if (random.Chance(0.3))
            SwapChannels(image, random);
        if (random.Chance(0.15))
            Invert(image);
        var gain = random.Next(0.6, 1.1);
        var lift = random.Next(0, 1 - Math.Min(gain, 1));
        for (var c = 0; c < 3; c++)
        {
            var own = gain * random.Next(0.88, 1.12);
            foreach (ref var value in image.Plane(c))
                value = Math.Clamp((value * own) + lift, 0, 1);
        }
    }

    private static void SwapChannels(PlanarImage image, SeededRandom random)
    {
        var a = random.NextIndex(3);
        var b = (a + 1 + random.NextIndex(2)) % 3;
        var kept = image.Plane(a).ToArray();
        image.Plane(b).CopyTo(image.Plane(a));
        kept.CopyTo(image.Plane(b));
    }

    private static void Invert(PlanarImage image)
    {
        foreach (ref var value in image.Data.AsSpan())
            value = 1 - value;
    }
}
