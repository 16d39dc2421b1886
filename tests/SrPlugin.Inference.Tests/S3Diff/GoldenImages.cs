using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>Pictures in golden files.</summary>
internal static class GoldenImages
{
    /// <summary>[1, C, H, W] float32 as planes.</summary>
    public static PlanarImage Planar(Tensor tensor)
    {
        using var contiguous = tensor.contiguous();
        var image = new PlanarImage((int)tensor.shape[1], (int)tensor.shape[2], (int)tensor.shape[3]);
        MemoryMarshal.Cast<byte, float>(contiguous.bytes).CopyTo(image.Data);
        return image;
    }

    /// <summary>Planes as [1, C, H, W] float32; the caller's.</summary>
    public static Tensor ToTensor(PlanarImage image)
    {
        var tensor = empty([1, image.Channels, image.Height, image.Width], float32, CPU);
        MemoryMarshal.AsBytes(image.Data.AsSpan()).CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>Interleaved 8-bit pixels [H, W, 3] as planes.</summary>
    public static PlanarImage FromPixels(Tensor pixels) =>
        PlanarImage.FromPixels(new PixelBuffer((int)pixels.shape[1], (int)pixels.shape[0], 3, SampleFormat.UInt8, pixels.bytes.ToArray()));

    /// <summary>What upstream's ToPILImage does: clamp, multiply by 255, cut the fraction off; then back to 0…1.</summary>
    public static PlanarImage Truncate(PlanarImage image)
    {
        var result = image.Clone();
        foreach (ref float value in result.Data.AsSpan())
            value = (byte)(Math.Clamp(value, 0f, 1f) * 255f) / 255f;
        return result;
    }

    /// <summary>Largest difference to interleaved 8-bit pixels [H, W, 3], in levels.</summary>
    public static int LargestDifference(PlanarImage truncated, Tensor pixels)
    {
        var expected = pixels.bytes;
        int largest = 0;
        for (int y = 0; y < truncated.Height; y++)
        {
            for (int x = 0; x < truncated.Width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int value = (int)Math.Round(truncated.Row(c, y)[x] * 255);
                    largest = Math.Max(largest, Math.Abs(value - expected[(((y * truncated.Width) + x) * 3) + c]));
                }
            }
        }

        return largest;
    }
}
