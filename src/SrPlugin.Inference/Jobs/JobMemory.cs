using System.Globalization;
using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a job takes of the machine's memory, feature maps aside: they are cut to fit the other half.</summary>
internal static class JobMemory
{
    private const int ImageBytes = 3 * sizeof(float);

    // Samples, planes, what is shown to the networks, coverage and distances to the rim.
    private const int SourceBytes = 64;

    /// <summary>Computes what each pixel that a job looks at takes.</summary>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="bytesPerSample">Bytes of one of its samples.</param>
    /// <param name="result">Pixels of an enlarged result for each pixel of the source; 0 when the size stays.</param>
    /// <param name="factor">How many times the model enlarges.</param>
    /// <param name="restorer">The model.</param>
    public static double BytesPerPixel(int channels, int bytesPerSample, double result, int factor, IImageRestorer restorer)
    {
        // While the model works, and while its picture is resampled to the result: as floats, once more with alpha, and as samples.
        double enlargement = (double)factor * factor, working = enlargement * restorer.BytesPerPixel;
        double finishing = (enlargement * ImageBytes) + (result * (ImageBytes + (channels * (sizeof(float) + bytesPerSample))));
        return SourceBytes + Math.Max(working, finishing);
    }

    /// <summary>Refuses a job that the machine cannot hold, before anything large is allocated.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="area">The job's areas.</param>
    /// <param name="isEnlarged">Whether the result is larger than the source.</param>
    /// <param name="factor">How many times the model enlarges.</param>
    /// <param name="restorer">The model.</param>
    /// <param name="budget">Bytes that may be taken.</param>
    /// <exception cref="InvalidOptionsException">The job is too large; the message says how large one may be.</exception>
    public static void RefuseTooLarge(PixelBuffer source, JobArea area, bool isEnlarged, int factor, IImageRestorer restorer, long budget)
    {
        double pixels = (double)area.Context.Width * area.Context.Height, enlargement = (double)factor * factor;
        double result = isEnlarged ? (double)area.ResultSize.Width * area.ResultSize.Height / pixels : 0;
        double bytesPerPixel = BytesPerPixel(source.Channels, source.BytesPerSample, result, factor, restorer);
        double most = Math.Min(budget / bytesPerPixel, Array.MaxLength / (3 * enlargement));
        if (pixels <= most)
            return;
        throw new InvalidOptionsException([string.Create(
            CultureInfo.InvariantCulture,
            $"The region of {area.Context.Width}×{area.Context.Height} pixels, its context included, is too large to be worked on at once: "
            + $"at {factor} times its size "
            + $"it takes {pixels * bytesPerPixel / 1e9:0.0} GB of memory, and this machine has {budget / 1e9:0.0} GB for it. "
            + $"At most {Math.Floor(most / 1e4) / 100:0.##} megapixels go: select a smaller region.")]);
    }
}
