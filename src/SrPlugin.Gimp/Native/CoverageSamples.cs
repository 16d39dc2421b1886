using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <summary>The samples of a selection, which GIMP keeps in its image's precision.</summary>
internal static class CoverageSamples
{
    /// <summary>Converts coverage into the format in which a layer's samples travel.</summary>
    /// <param name="samples">The samples as GIMP keeps them.</param>
    /// <param name="encoding">Their format's name in babl: "Y u8", "Y half" …</param>
    /// <param name="format">The format to convert to: the same, or float.</param>
    public static byte[] Convert(byte[] samples, string encoding, SampleFormat format)
    {
        string sample = encoding[(encoding.LastIndexOf(' ') + 1)..];
        if ((sample, format) is ("u8", SampleFormat.UInt8) or ("u16", SampleFormat.UInt16) or ("float", SampleFormat.Float32))
            return samples;
        if (format != SampleFormat.Float32)
            throw new NotSupportedException($"A selection of {encoding} was found over pixels that travel as {format}.");
        return sample switch
        {
            "u8" => Convert<byte>(samples, value => value / 255f),
            "u16" => Convert<ushort>(samples, value => value / 65535f),
            "u32" => Convert<uint>(samples, value => (float)(value / 4294967295.0)),
            "half" => Convert<Half>(samples, value => (float)value),
            "double" => Convert<double>(samples, value => (float)value),
            _ => throw new NotSupportedException($"A selection of {encoding} is unknown."),
        };
    }

    private static byte[] Convert<T>(ReadOnlySpan<byte> samples, Func<T, float> convert)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(samples);
        byte[] converted = GC.AllocateUninitializedArray<byte>(from.Length * sizeof(float));
        Span<float> to = MemoryMarshal.Cast<byte, float>(converted.AsSpan());
        for (int i = 0; i < from.Length; i++)
            to[i] = convert(from[i]);
        return converted;
    }
}
