using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Strips;

/// <summary>Decides by memory whether a picture is worked on in strips, and how large they are.</summary>
internal sealed class StripMemory
{
    /// <summary>The share of the memory beside the model that feature maps may take; the rest is the picture's.</summary>
    public const double FeatureShare = 0.4;

    // Tiles of the networks, and what codecs take.
    private const double Reserve = 256e6;

    // Memory that is no longer used is not given back at once.
    private const double Slack = 2;

    // What a job takes of samples with alpha or of more bits, beside RGB of 8 bits, at most.
    private const double LargeSamples = 1.6;

    // Floats on the way between a picture's own colours and those that the networks take.
    private const double ConversionBytes = 40;

    // The same program takes a little more or less each time.
    private const double Headroom = 1.05;

    // The program and the model's weights, as they are before the first picture.
    private readonly Lazy<double> _base = new(() => Environment.WorkingSet);

    /// <summary>Gets the limit for pictures that the machine cannot hold as a whole, where none is given.</summary>
    public static long DefaultLimit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Whether a picture can be worked on as a whole.</summary>
    public bool Fits(IPictureUpscaler upscaler, UpscaleArguments arguments, PictureShape shape, double scale)
    {
        double pixels = (double)shape.Width * shape.Height, working = upscaler.Parts!.Value.WorkingFactor;
        long resultWidth = (long)Math.Floor((shape.Width * scale) + 0.5), resultHeight = (long)Math.Floor((shape.Height * scale) + 0.5);
        bool isHeld = PictureLimits.Allows(resultWidth, resultHeight, shape.Channels * PixelBuffer.SizeOf(shape.Format))
            && pixels * working * working * 3 < Array.MaxLength;
        if (!isHeld || arguments.Memory is not null)
            return isHeld && pixels <= PixelsFor(upscaler, arguments, shape, scale);
        double samples = shape is { Channels: <= 3, Format: Imaging.SampleFormat.UInt8 } ? 1 : LargeSamples;
        return pixels * upscaler.EstimateMemory(1)!.Value * samples <= DefaultLimit;
    }

    /// <summary>Cuts a picture so that its strips fit.</summary>
    /// <exception cref="FaultException">Not even the smallest strip fits.</exception>
    public StripLayout Cut(IPictureUpscaler upscaler, UpscaleArguments arguments, PictureShape shape, double scale)
    {
        (int context, int factor) = upscaler.Parts!.Value;
        StripLayout? layout = StripLayout.Create(
            shape.Width, shape.Height, scale, context, factor, PixelsFor(upscaler, arguments, shape, scale));
        if (layout is not null)
            return layout;
        double strip = StripLayout.LeastPixels(shape.Width, scale, context) * BytesPerPixel(upscaler, shape, scale);
        double least = (strip / (1 - FeatureShare)) + _base.Value + Reserve;
        throw new FaultException(
            ExitCode.Device,
            $"A strip of a picture that is {shape.Width} pixels wide takes {ByteText.Of(least)} of memory at least, the model included, "
            + $"and {ByteText.Of(arguments.Memory ?? DefaultLimit)} are allowed.",
            $"Allow more with --memory {Math.Ceiling(least * Headroom / 1e7) * 10:0}M.");
    }

    private double PixelsFor(IPictureUpscaler upscaler, UpscaleArguments arguments, PictureShape shape, double scale) =>
        Math.Max(0, (arguments.Memory ?? DefaultLimit) - _base.Value - Reserve) * (1 - FeatureShare)
            / BytesPerPixel(upscaler, shape, scale);

    private static double BytesPerPixel(IPictureUpscaler upscaler, PictureShape shape, double scale)
    {
        double pixels = 1 + (scale * scale), samples = shape.Channels * PixelBuffer.SizeOf(shape.Format);
        double conversion = shape.HasProfile || shape.Format == Imaging.SampleFormat.Float32 ? ConversionBytes : 0;
        return (Slack * upscaler.EstimateMemory(1)!.Value) + (pixels * (Math.Max(0, samples - 3) + conversion));
    }
}
