using SrPlugin.Imaging;

namespace SrPlugin.Inference.AddSr;

/// <summary>The sizes a picture goes through before the networks see it (upstream's test script), width before height.</summary>
internal sealed record AddSrGeometry
{
    private const int Multiple = 8;

    // Beyond this ratio of its sides a strip would be enlarged without end.
    private const int LongestRatio = 16;

    /// <summary>The source, enlarged where it is smaller than what the networks were trained on.</summary>
    public required (int Width, int Height) Enlarged { get; init; }

    /// <summary>That, times the factor.</summary>
    public required (int Width, int Height) Upscaled { get; init; }

    /// <summary>That, resized to multiples of 8: what the networks work on.</summary>
    public required (int Width, int Height) Input { get; init; }

    /// <summary>Works out the sizes.</summary>
    /// <param name="width">Columns of the source.</param>
    /// <param name="height">Rows of the source.</param>
    /// <param name="factor">How many times larger the result is.</param>
    /// <param name="processSize">Pixels of the shorter side of <see cref="Upscaled"/>, at least.</param>
    public static AddSrGeometry Create(int width, int height, double factor, int processSize)
    {
        int least = (int)(processSize / factor);
        var enlarged = (Width: width, Height: height);
        if (width < least || height < least)
        {
            double scale = (double)least / Math.Min(width, height);

            // Differs from upstream: there a strip of 1×2000 pixels becomes 512×1024000.
            int longest = Math.Max(width, height);
            scale = Math.Min(scale, Math.Max(1, (double)LongestRatio * least / longest));

            // Truncated as upstream: some sides end one pixel short.
            enlarged = (Math.Max(1, (int)(scale * width)), Math.Max(1, (int)(scale * height)));
        }

        var upscaled = (Width: Math.Max(1, (int)(enlarged.Width * factor)), Height: Math.Max(1, (int)(enlarged.Height * factor)));
        return new AddSrGeometry { Enlarged = enlarged, Upscaled = upscaled, Input = (Whole(upscaled.Width), Whole(upscaled.Height)) };
    }

    /// <summary>The picture that the networks work on.</summary>
    // Differs from upstream: floats all the way, where upstream rounds to 8 bits after every pass.
    public PlanarImage Apply(PlanarImage source)
    {
        var image = Resampler.Resize(source, Enlarged.Width, Enlarged.Height, ResampleFilter.Bicubic);
        image = Resampler.Resize(image, Upscaled.Width, Upscaled.Height, ResampleFilter.Bicubic);
        return Resampler.Resize(image, Input.Width, Input.Height, ResampleFilter.Bicubic).Clamp();
    }

    private static int Whole(int length) => Math.Max(Multiple, length / Multiple * Multiple);
}
