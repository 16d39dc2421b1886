namespace SrPlugin.Imaging;

/// <summary>
/// One float plane per channel, [C, H, W], nominally 0…1: what enters and leaves inference. Values outside the range are
/// allowed on the way and clamped only when samples of 8 or 16 bits are made. Channels as in <see cref="PixelBuffer"/>.
/// </summary>
public sealed class PlanarImage
{
    /// <summary>An image of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty or beyond <see cref="PictureLimits"/>.</exception>
    public PlanarImage(int channels, int height, int width)
        : this(channels, height, width, null)
    {
    }

    /// <summary>An image over <paramref name="data"/> ([C, H, W], contiguous), which it takes over without a copy.</summary>
    /// <exception cref="ArgumentException"><paramref name="data"/> is not exactly one image long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty or beyond the length of an array.</exception>
    public PlanarImage(int channels, int height, int width, float[]? data)
    {
        if (channels is < 1 or > 4)
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 to 4 channels.");
        if (width < 1 || height < 1 || (long)width * height * channels > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), $"An image of {channels}×{height}×{width} is empty or too large to hold.");
        var length = channels * height * width;
        if (data is not null && data.Length != length)
            throw new ArgumentException($"{channels}×{height}×{width} takes {length} values, not {data.Length}.", nameof(data));
        (Channels, Height, Width) = (channels, height, width);
        Data = data ?? new float[length];
    }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>All values, [C, H, W].</summary>
    public float[] Data { get; }

    /// <summary>Whether the last plane is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Channels without alpha: 1 or 3.</summary>
    public int ColorChannels => HasAlpha ? Channels - 1 : Channels;

    /// <summary>One channel's values, row by row.</summary>
    public Span<float> Plane(int channel) => PlaneMemory(channel).Span;

    /// <summary>One row of one channel.</summary>
    public Span<float> Row(int channel, int y) => Data.AsSpan(((channel * Height) + y) * Width, Width);

    /// <summary>A copy.</summary>
    public PlanarImage Clone() => new(Channels, Height, Width, (float[])Data.Clone());

    /// <summary>Brings every value into 0…1, in place; NaN becomes 0. What displays and networks take.</summary>
    /// <returns>This image.</returns>
    public PlanarImage Clamp()
    {
        Parallel.For(0, Channels * Height, row =>
        {
            foreach (ref var value in Data.AsSpan(row * Width, Width))
                value = value > 0 ? Math.Min(value, 1f) : 0f;
        });
        return this;
    }

    /// <summary>A copy of one rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="area"/> is empty or reaches outside.</exception>
    public PlanarImage Crop(PixelRectangle area)
    {
        if (area.IsEmpty || !new PixelRectangle(0, 0, Width, Height).Contains(area))
            throw new ArgumentOutOfRangeException(nameof(area), area, $"The rectangle must lie inside {Width}×{Height}.");
        var result = new PlanarImage(Channels, area.Height, area.Width);
        for (var c = 0; c < Channels; c++)
        {
            for (var y = 0; y < area.Height; y++)
                Row(c, area.Y + y).Slice(area.X, area.Width).CopyTo(result.Row(c, y));
        }

        return result;
    }

    /// <summary>Some of the planes, in the given order, copied: {0, 0, 0} makes RGB of grey.</summary>
    public PlanarImage SelectChannels(params ReadOnlySpan<int> channels)
    {
        var result = new PlanarImage(channels.Length, Height, Width);
        for (var i = 0; i < channels.Length; i++)
            Plane(channels[i]).CopyTo(result.Plane(i));
        return result;
    }

    /// <summary>Three colour planes without alpha; grey is repeated.</summary>
    public PlanarImage ToRgb() => ColorChannels == 1 ? SelectChannels(0, 0, 0) : SelectChannels(0, 1, 2);

    /// <summary>One luma plane (BT.601, full range: 0.299 R + 0.587 G + 0.114 B) without alpha; grey is copied.</summary>
    public PlanarImage ToGrey()
    {
        if (ColorChannels == 1)
            return SelectChannels(0);
        var result = new PlanarImage(1, Height, Width);
        var (red, green, blue) = (0, Height * Width, 2 * Height * Width);
        for (var i = 0; i < result.Data.Length; i++)
            result.Data[i] = (0.299f * Data[red + i]) + (0.587f * Data[green + i]) + (0.114f * Data[blue + i]);
        return result;
    }

    /// <summary>The same picture with the planes of <paramref name="channels"/>: 1 to 4, where new alpha is opaque.</summary>
    public PlanarImage WithChannels(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if (channels == Channels)
            return Clone();
        var colors = channels >= 3 ? ToRgb() : ToGrey();
        if (channels is 1 or 3)
            return colors;
        var result = new PlanarImage(channels, Height, Width);
        colors.Data.CopyTo(result.Data, 0);
        if (HasAlpha)
            Plane(Channels - 1).CopyTo(result.Plane(channels - 1));
        else
            result.Plane(channels - 1).Fill(1f);
        return result;
    }

    /// <summary>Samples as planes: 8-bit v/255, 16-bit v/65535, float unchanged.</summary>
    public static PlanarImage FromPixels(PixelBuffer pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var image = Uninitialized(pixels.Channels, pixels.Height, pixels.Width);
        Parallel.For(0, pixels.Height, y =>
        {
            for (var c = 0; c < pixels.Channels; c++)
                SampleRows.Read(pixels, y, c, image.Row(c, y));
        });
        return image;
    }

    /// <summary>
    /// Planes as samples: floor(v·max + ½), clamped to the range, NaN to 0; float unchanged. What
    /// <see cref="FromPixels"/> made comes back exactly.
    /// </summary>
    public PixelBuffer ToPixels(SampleFormat format)
    {
        var pixels = new PixelBuffer(Width, Height, Channels, format);
        Parallel.For(0, Height, y =>
        {
            for (var c = 0; c < Channels; c++)
                SampleRows.Write(pixels, y, c, Row(c, y));
        });
        return pixels;
    }

    /// <summary>An image whose every value the caller is about to write.</summary>
    internal static PlanarImage Uninitialized(int channels, int height, int width)
    {
        var length = (long)channels * height * width;
        return length is > 0 && length <= Array.MaxLength
            ? new PlanarImage(channels, height, width, GC.AllocateUninitializedArray<float>((int)length))
            : new PlanarImage(channels, height, width);
    }

    private Memory<float> PlaneMemory(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        return Data.AsMemory(channel * Height * Width, Height * Width);
    }
}
