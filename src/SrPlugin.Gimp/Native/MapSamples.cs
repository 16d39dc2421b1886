using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <summary>The colours of a change map in the samples of a layer: babl would search seconds for some of these conversions.</summary>
internal static class MapSamples
{
    private const int MapChannels = 4;

    /// <summary>Converts a change map.</summary>
    /// <param name="map">RGBA with 8 bits.</param>
    /// <param name="channels">2 for grey and alpha, 4 for RGBA.</param>
    /// <param name="format">How samples are stored.</param>
    public static byte[] Convert(ReadOnlySpan<byte> map, int channels, SampleFormat format)
    {
        byte[] levels = channels == MapChannels ? map.ToArray() : ToGrey(map);
        switch (format)
        {
            case SampleFormat.UInt8:
                return levels;
            case SampleFormat.UInt16:
                return MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(levels, level => (ushort)(level * 257))).ToArray();
            default:
                return MemoryMarshal.AsBytes<float>(Array.ConvertAll(levels, level => level / 255f)).ToArray();
        }
    }

    // Small changes are light, large ones dark; most is told by the alpha channel.
    private static byte[] ToGrey(ReadOnlySpan<byte> map)
    {
        byte[] grey = new byte[map.Length / 2];
        for (int i = 0, j = 0; i < map.Length; i += MapChannels, j += 2)
        {
            grey[j] = (byte)((0.299 * map[i]) + (0.587 * map[i + 1]) + (0.114 * map[i + 2]) + 0.5);
            grey[j + 1] = map[i + 3];
        }

        return grey;
    }
}
