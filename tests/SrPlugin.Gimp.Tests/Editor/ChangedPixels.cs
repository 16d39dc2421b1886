using System.Globalization;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>Which pixels of a layer differ from what was kept of it.</summary>
/// <param name="Outside">Pixels with coverage 0 of which any byte differs.</param>
/// <param name="Inside">Selected pixels whose colours differ.</param>
/// <param name="Alpha">Pixels whose alpha differs.</param>
/// <param name="Selected">Pixels with coverage above 0.</param>
/// <param name="Total">All pixels.</param>
internal sealed record ChangedPixels(int Outside, int Inside, int Alpha, int Selected, int Total)
{
    public static ChangedPixels Since(GimpSession gimp, string image, string drawable, string file)
    {
        int[] counts = [
            .. gimp.Evaluate($"(car (probe-compare {image} {drawable} \"{file}\"))").Trim('"').Split(' ')
                .Select(count => int.Parse(count, CultureInfo.InvariantCulture))
        ];
        return new ChangedPixels(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /// <summary>Not a byte differs.</summary>
    public bool IsNothing => Outside + Inside + Alpha == 0;
}
