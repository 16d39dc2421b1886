using System.Runtime.InteropServices;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A picture as the screen shows it: three bytes a pixel, red, green and blue.</summary>
/// <param name="Width">The number of pixels in a row.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Bytes">The pixels.</param>
internal sealed record PatchColors(int Width, int Height, byte[] Bytes)
{
    /// <summary>The number of bytes of a pixel.</summary>
    public const int Channels = 3;

    // Of the squares behind transparent pixels.
    private const int SquareBits = 3;
    private const int LightSquare = 160;
    private const int DarkSquare = 96;

    private const int GripHeight = 28;
    private const int GripWidth = 9;

    /// <summary>Converts a layer's samples. What is transparent shows squares.</summary>
    /// <param name="layer">The layer whose channels and sample format they have.</param>
    /// <param name="width">The number of pixels in a row.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="showsSquares">Whether squares are seen through what is transparent, and black otherwise.</param>
    public static PatchColors Of(LayerPixels layer, int width, int height, byte[] samples, bool showsSquares = true)
    {
        byte[] levels = ToBytes(samples, layer.SampleFormat);
        byte[] colors = new byte[width * height * Channels];
        for (int i = 0; i < width * height; i++)
        {
            ReadOnlySpan<byte> pixel = levels.AsSpan(i * layer.Channels, layer.Channels);
            int alpha = layer.HasAlpha ? pixel[^1] : 255;
            int square =
                !showsSquares ? 0 : ((((i % width) >> SquareBits) + ((i / width) >> SquareBits)) & 1) == 0 ? LightSquare : DarkSquare;
            for (int channel = 0; channel < Channels; channel++)
            {
                int level = pixel[layer.IsGrey ? 0 : channel];
                colors[(i * Channels) + channel] = (byte)(((level * alpha) + (square * (255 - alpha)) + 127) / 255);
            }
        }

        return new PatchColors(width, height, colors);
    }

    /// <summary>Enlarges the picture without inventing anything: every pixel is mixed from its four neighbours.</summary>
    public PatchColors Enlarge(int width, int height)
    {
        if (width == Width && height == Height)
            return this;
        byte[] colors = new byte[width * height * Channels];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, double down) = Neighbours(y, height, Height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, double across) = Neighbours(x, width, Width);
                for (int channel = 0; channel < Channels; channel++)
                {
                    double upper = Mix(At(left, top, channel), At(right, top, channel), across);
                    double lower = Mix(At(left, bottom, channel), At(right, bottom, channel), across);
                    colors[(((y * width) + x) * Channels) + channel] = (byte)(Mix(upper, lower, down) + 0.5);
                }
            }
        }

        return new PatchColors(width, height, colors);
    }

    /// <summary>Gets the picture with another one laid over it; what would lie outside is cut off.</summary>
    public PatchColors With(PatchColors over, int left, int top)
    {
        byte[] colors = [.. Bytes];
        int width = Math.Min(over.Width, Width - left), height = Math.Min(over.Height, Height - top);
        for (int y = 0; y < height; y++)
            over.Bytes.AsSpan(y * over.Width * Channels, width * Channels).CopyTo(colors.AsSpan((((top + y) * Width) + left) * Channels));
        return new PatchColors(Width, Height, colors);
    }

    /// <summary>Gets the picture with whole pixels enlarged, and to the right of a line another one of the same size.</summary>
    /// <param name="after">The other picture; null for none.</param>
    /// <param name="line">The share of the width that stays; the line is drawn where it lies inside.</param>
    /// <param name="zoom">How many times wider and higher the pixels are.</param>
    public PatchColors Split(PatchColors? after, double line, int zoom)
    {
        int width = Width * zoom, height = Height * zoom;
        int place = (int)Math.Round(line * width);
        byte[] colors = new byte[width * height * Channels];
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = colors.AsSpan(y * width * Channels, width * Channels);
            for (int x = 0; x < width; x++)
            {
                byte[] source = after is null || x < place ? Bytes : after.Bytes;
                source.AsSpan((((y / zoom) * Width) + (x / zoom)) * Channels, Channels).CopyTo(row[(x * Channels)..]);
            }

            if (after is null || place <= 0 || place >= width)
                continue;

            // White between black, so that it is seen on every picture; wider in the middle, where the hand goes.
            int half = Math.Abs(y - (height / 2)) < GripHeight / 2 ? GripWidth / 2 : 1;
            for (int x = Math.Max(0, place - half); x <= Math.Min(width - 1, place + half); x++)
                row.Slice(x * Channels, Channels).Fill(Math.Abs(x - place) == half ? (byte)0 : (byte)255);
        }

        return new PatchColors(width, height, colors);
    }

    private static double Mix(double first, double second, double share) => first + ((second - first) * share);

    private static (int First, int Second, double Share) Neighbours(int place, int size, int sourceSize)
    {
        double at = Math.Clamp(((place + 0.5) * sourceSize / size) - 0.5, 0, sourceSize - 1);
        int first = (int)at;
        return (first, Math.Min(first + 1, sourceSize - 1), at - first);
    }

    private double At(int x, int y, int channel) => Bytes[(((y * Width) + x) * Channels) + channel];

    private static byte[] ToBytes(byte[] pixels, SampleFormat format)
    {
        switch (format)
        {
            case SampleFormat.UInt8:
                return pixels;
            case SampleFormat.UInt16:
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels);
                byte[] high = new byte[words.Length];
                for (int i = 0; i < high.Length; i++)
                    high[i] = (byte)((words[i] + 128) / 257);
                return high;
            default:
                ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(pixels);
                byte[] bytes = new byte[values.Length];
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)Math.Clamp((values[i] * 255f) + 0.5f, 0f, 255f);
                return bytes;
        }
    }
}
