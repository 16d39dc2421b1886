using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>Makes the pictures that are sent while a job runs.</summary>
internal static class PreviewPicture
{
    // At most half a megabyte on the wire.
    private const int MaximumSide = 384;

    /// <summary>Reduces what a step has predicted to a preview.</summary>
    /// <returns>Null when there is nothing to show.</returns>
    public static JobPreview? Of(StepPreview? shown)
    {
        if (shown is not { Image: var image })
            return null;
        double share = Math.Min(1, (double)MaximumSide / Math.Max(image.Width, image.Height));
        int width = Math.Max(1, (int)(image.Width * share)), height = Math.Max(1, (int)(image.Height * share));
        byte[] pixels = Resampler.Resize(image, width, height, ResampleFilter.Bilinear).ToPixels(Imaging.SampleFormat.UInt8).TakeBytes();
        return new JobPreview { Width = width, Height = height, Pixels = pixels, Step = shown.Step, StepCount = shown.StepCount };
    }
}
