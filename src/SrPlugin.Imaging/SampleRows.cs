namespace SrPlugin.Imaging;

/// <summary>One channel of one interleaved row to and from floats.</summary>
internal static class SampleRows
{
    private static readonly float[] _byteValues = [.. Enumerable.Range(0, 256).Select(v => (float)(v / 255.0))];

    public static void Read(PixelBuffer pixels, int y, int channel, Span<float> destination)
    {
        var step = pixels.Channels;
        var index = channel;
        switch (pixels.Format)
        {
            case SampleFormat.UInt8:
                var bytes = pixels.Row<byte>(y);
                for (var x = 0; x < destination.Length; x++, index += step)
                    destination[x] = _byteValues[bytes[index]];
                break;
            case SampleFormat.UInt16:
                var words = pixels.Row<ushort>(y);
                for (var x = 0; x < destination.Length; x++, index += step)
                    destination[x] = words[index] / 65535f;
                break;
            default:
                var floats = pixels.Row<float>(y);
                for (var x = 0; x < destination.Length; x++, index += step)
                    destination[x] = floats[index];
                break;
        }
    }

    public static void Write(PixelBuffer pixels, int y, int channel, ReadOnlySpan<float> source)
    {
        var step = pixels.Channels;
        var index = channel;
        switch (pixels.Format)
        {
            case SampleFormat.UInt8:
                var bytes = pixels.Row<byte>(y);
                for (var x = 0; x < source.Length; x++, index += step)
                    bytes[index] = (byte)Quantise(source[x], 255);
                break;
            case SampleFormat.UInt16:
                var words = pixels.Row<ushort>(y);
                for (var x = 0; x < source.Length; x++, index += step)
                    words[index] = (ushort)Quantise(source[x], 65535);
                break;
            default:
                var floats = pixels.Row<float>(y);
                for (var x = 0; x < source.Length; x++, index += step)
                    floats[index] = source[x];
                break;
        }
    }

    /// <summary>Half up, clamped; NaN compares false and becomes 0.</summary>
    public static int Quantise(float value, int max)
    {
        var scaled = (value * max) + 0.5f;
        return scaled >= 1f ? (scaled < max ? (int)scaled : max) : 0;
    }
}
