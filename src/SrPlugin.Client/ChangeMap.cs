using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Client;

/// <summary>Draws where a result departs from its source, as a picture to lay over the result.</summary>
public static class ChangeMap
{
    // Levels of 8 bits: what is left of rounding, and what counts as a large change.
    private const float Rounding = 1.5f / 255;
    private const float Large = 32f / 255;

    /// <summary>Draws a change map.</summary>
    /// <param name="before">The source's samples, interleaved, at the result's size.</param>
    /// <param name="after">The result's samples, of the same shape.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="format">How samples are stored.</param>
    /// <returns>RGBA, 8 bits: transparent where nothing changed, from thin yellow for a small change to opaque red from 32 levels
    /// on.</returns>
    /// <exception cref="ArgumentException">The pictures are not of one shape.</exception>
    public static byte[] Draw(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int channels, SampleFormat format)
    {
        if (before.Length != after.Length)
            throw new ArgumentException("The pictures are not of one shape.", nameof(after));
        return format switch
        {
            SampleFormat.UInt8 => Draw(before, after, channels, value => value / 255f),
            SampleFormat.UInt16 =>
                Draw(MemoryMarshal.Cast<byte, ushort>(before), MemoryMarshal.Cast<byte, ushort>(after), channels, value => value / 65535f),
            _ => Draw(MemoryMarshal.Cast<byte, float>(before), MemoryMarshal.Cast<byte, float>(after), channels, value => value),
        };
    }

    private static byte[] Draw<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, int channels, Func<T, float> toShare)
    {
        var map = new byte[before.Length / channels * 4];
        for (int pixel = 0; pixel < map.Length / 4; pixel++)
        {
            float change = 0;
            for (int sample = pixel * channels; sample < (pixel + 1) * channels; sample++)
                change = Math.Max(change, Math.Abs(toShare(after[sample]) - toShare(before[sample])));
            if (change < Rounding)
                continue;
            float share = Math.Min(1, change / Large);
            map[pixel * 4] = 255;
            map[(pixel * 4) + 1] = (byte)(220 * (1 - share));
            map[(pixel * 4) + 3] = (byte)(64 + (191 * share));
        }

        return map;
    }
}
