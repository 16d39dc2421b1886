using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A selection's coverage as an enlarged 8-bit mask.</summary>
internal static class CoverageResizer
{
    /// <summary>Resizes bilinearly.</summary>
    /// <param name="coverage">Values in <paramref name="format"/>.</param>
    /// <param name="format">How a value is stored.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="newWidth">Values in a row of the result.</param>
    /// <param name="newHeight">Rows of the result.</param>
    /// <returns>One byte a pixel, or nothing when everything is covered fully: then no mask is needed.</returns>
    public static byte[] Resize(ReadOnlySpan<byte> coverage, SampleFormat format, int width, int height, int newWidth, int newHeight)
    {
        float[] values = ToUnit(coverage, format);
        if (!values.AsSpan().ContainsAnyExceptInRange(1f, float.MaxValue))
            return [];
        byte[] resized = new byte[checked(newWidth * newHeight)];
        for (int y = 0; y < newHeight; y++)
        {
            (int top, int bottom, float down) = Neighbours(y, height, newHeight);
            for (int x = 0; x < newWidth; x++)
            {
                (int left, int right, float across) = Neighbours(x, width, newWidth);
                float upper = Mix(values[(top * width) + left], values[(top * width) + right], across);
                float lower = Mix(values[(bottom * width) + left], values[(bottom * width) + right], across);
                resized[(y * newWidth) + x] = (byte)Math.Clamp((Mix(upper, lower, down) * 255f) + 0.5f, 0f, 255f);
            }
        }

        return resized;
    }

    private static float[] ToUnit(ReadOnlySpan<byte> coverage, SampleFormat format)
    {
        switch (format)
        {
            case SampleFormat.UInt8:
                float[] bytes = new float[coverage.Length];
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = coverage[i] / 255f;
                return bytes;
            case SampleFormat.UInt16:
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(coverage);
                float[] values = new float[words.Length];
                for (int i = 0; i < values.Length; i++)
                    values[i] = words[i] / 65535f;
                return values;
            default:
                return MemoryMarshal.Cast<byte, float>(coverage).ToArray();
        }
    }

    private static (int First, int Second, float Weight) Neighbours(int at, int length, int newLength)
    {
        float position = Math.Clamp(((at + 0.5f) * length / newLength) - 0.5f, 0, length - 1);
        int first = (int)position;
        return (first, Math.Min(first + 1, length - 1), position - first);
    }

    private static float Mix(float a, float b, float weight) => a + ((b - a) * weight);
}
