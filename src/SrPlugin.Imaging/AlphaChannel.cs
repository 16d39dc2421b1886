namespace SrPlugin.Imaging;

/// <summary>What straight alpha needs before and after work on colours.</summary>
public static class AlphaChannel
{
    // Coverage below this cannot be told from none in 16 bits; dividing by it would only amplify noise.
    private const float Invisible = 0.25f / 65535;

    /// <summary>
    /// Carries the visible colours into the pixels of zero alpha (whose stored colour is arbitrary), so that a network or a
    /// resampling kernel sees a smooth continuation there. Visible pixels and alpha stay exactly as they are; a picture
    /// without alpha, or with nothing visible or nothing invisible, comes back as a copy.
    /// </summary>
    public static PlanarImage BleedColors(PlanarImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = image.Clone();
        if (image.HasAlpha)
            ColorBleeding.Fill(result);
        return result;
    }

    /// <summary>
    /// <see cref="Resampler.Resize"/> that weighs colours by their alpha, so that invisible pixels do not tint visible ones.
    /// Where the result is invisible its colour continues the visible ones. Alpha is clamped to 0…1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The target is empty or too large.</exception>
    public static PlanarImage Resize(PlanarImage image, int width, int height, ResampleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.HasAlpha || IsOpaque(image))
            return Resampler.Resize(image, width, height, filter);

        var straight = BleedColors(image);
        var premultiplied = straight.Clone();
        var alpha = image.ColorChannels;
        var peak = 1f;
        for (var c = 0; c < alpha; c++)
        {
            var plane = premultiplied.Plane(c);
            var weights = premultiplied.Plane(alpha);
            for (var i = 0; i < plane.Length; i++)
            {
                peak = Math.Max(peak, plane[i]);
                plane[i] *= weights[i];
            }
        }

        var result = Resampler.Resize(straight, width, height, filter);
        var weighted = Resampler.Resize(premultiplied, width, height, filter);
        var coverage = result.Plane(alpha);
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = Math.Clamp(coverage[i], 0f, 1f);
        for (var c = 0; c < alpha; c++)
        {
            var plane = result.Plane(c);
            var weightedPlane = weighted.Plane(c);
            for (var i = 0; i < plane.Length; i++)
            {
                // A kernel's negative lobes may overshoot without bound once divided by a small alpha.
                if (coverage[i] > Invisible)
                    plane[i] = Math.Clamp(weightedPlane[i] / coverage[i], 0f, peak);
            }
        }

        return result;
    }

    /// <summary>The picture over an opaque background of one value (1 is white), without its alpha; a copy when it has none.</summary>
    public static PlanarImage Flatten(PlanarImage image, float background)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.HasAlpha)
            return image.Clone();
        var result = new PlanarImage(image.ColorChannels, image.Height, image.Width);
        for (var c = 0; c < image.ColorChannels; c++)
        {
            var plane = image.Plane(c);
            var alpha = image.Plane(image.ColorChannels);
            var output = result.Plane(c);
            for (var i = 0; i < plane.Length; i++)
                output[i] = (alpha[i] * plane[i]) + ((1 - alpha[i]) * background);
        }

        return result;
    }

    /// <summary>Whether no pixel is even partly transparent (true without an alpha channel).</summary>
    public static bool IsOpaque(PlanarImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.HasAlpha)
            return true;
        foreach (var value in image.Plane(image.ColorChannels))
        {
            if (value < 1f)
                return false;
        }

        return true;
    }
}
