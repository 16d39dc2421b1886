using System.Runtime.InteropServices;

namespace SrPlugin.Imaging;

/// <summary>
/// Interleaved rows of samples with straight (not premultiplied) alpha, packed without row padding.
/// Channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
/// </summary>
public sealed class PixelBuffer : IPixelRows
{
    private readonly byte[] _data;

    /// <summary>A buffer of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty or beyond <see cref="PictureLimits"/>.</exception>
    public PixelBuffer(int width, int height, int channels, SampleFormat format)
        : this(width, height, channels, format, null)
    {
    }

    /// <summary>A buffer over <paramref name="data"/>, which it takes over without a copy.</summary>
    /// <exception cref="ArgumentException"><paramref name="data"/> is not exactly one picture long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shape is empty or beyond <see cref="PictureLimits"/>.</exception>
    public PixelBuffer(int width, int height, int channels, SampleFormat format, byte[]? data)
    {
        if (channels is < 1 or > 4)
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 to 4 channels.");
        BytesPerSample = SizeOf(format);
        if (!PictureLimits.Allows(width, height, channels * BytesPerSample))
        {
            throw new ArgumentOutOfRangeException(
                nameof(width),
                $"A picture of {width}×{height} with {channels} channels of {BytesPerSample} bytes cannot be held: "
                + $"each side must be 1 to {PictureLimits.MaxSide}, and all samples within {PictureLimits.MaxBytes} bytes.");
        }

        var length = checked(width * height * channels * BytesPerSample);
        if (data is not null && data.Length != length)
            throw new ArgumentException($"{width}×{height}×{channels} of {format} takes {length} bytes, not {data.Length}.", nameof(data));
        (Width, Height, Channels, Format) = (width, height, channels, format);
        _data = data ?? new byte[length];
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>How a sample is stored.</summary>
    public SampleFormat Format { get; }

    /// <summary>1, 2 or 4.</summary>
    public int BytesPerSample { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Width * Channels * BytesPerSample;

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Channels without alpha: 1 or 3.</summary>
    public int ColorChannels => HasAlpha ? Channels - 1 : Channels;

    /// <summary>The whole picture's rectangle.</summary>
    public PixelRectangle Bounds => new(0, 0, Width, Height);

    /// <summary>All bytes, rows from the top.</summary>
    public Span<byte> Bytes => _data;

    /// <summary>All samples as <typeparamref name="T"/>: byte, ushort or float, as <see cref="Format"/> says.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of <see cref="Format"/>.</exception>
    public Span<T> Samples<T>()
        where T : unmanaged
    {
        Demand<T>();
        return MemoryMarshal.Cast<byte, T>(_data.AsSpan());
    }

    /// <summary>The bytes of row <paramref name="y"/>.</summary>
    public Span<byte> RowBytes(int y) => _data.AsSpan(checked(y * Stride), Stride);

    /// <summary>The samples of row <paramref name="y"/>.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of <see cref="Format"/>.</exception>
    public Span<T> Row<T>(int y)
        where T : unmanaged
    {
        Demand<T>();
        return MemoryMarshal.Cast<byte, T>(RowBytes(y));
    }

    /// <summary>A copy.</summary>
    public PixelBuffer Clone() => new(Width, Height, Channels, Format, (byte[])_data.Clone());

    /// <summary>A copy of one rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="area"/> is empty or reaches outside.</exception>
    public PixelBuffer Crop(PixelRectangle area)
    {
        if (area.IsEmpty || !Bounds.Contains(area))
            throw new ArgumentOutOfRangeException(nameof(area), area, $"The rectangle must lie inside {Width}×{Height}.");
        var result = new PixelBuffer(area.Width, area.Height, Channels, Format);
        var pixel = Channels * BytesPerSample;
        for (var y = 0; y < area.Height; y++)
            RowBytes(area.Y + y).Slice(area.X * pixel, area.Width * pixel).CopyTo(result.RowBytes(y));
        return result;
    }

    /// <inheritdoc/>
    public PixelBuffer ReadRows(int first, int count) => Crop(new PixelRectangle(0, first, Width, count));

    /// <summary>Bytes of one sample of <paramref name="format"/>.</summary>
    public static int SizeOf(SampleFormat format) => format switch
    {
        SampleFormat.UInt8 => 1,
        SampleFormat.UInt16 => 2,
        SampleFormat.Float32 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown sample format."),
    };

    /// <summary>The buffer's own array, not a copy, for a caller that is done with the buffer.</summary>
    public byte[] TakeBytes() => _data;

    internal byte[] Array => _data;

    private void Demand<T>()
        where T : unmanaged
    {
        var right = Format switch
        {
            SampleFormat.UInt8 => typeof(T) == typeof(byte),
            SampleFormat.UInt16 => typeof(T) == typeof(ushort),
            _ => typeof(T) == typeof(float),
        };
        if (!right)
            throw new InvalidOperationException($"The samples are {Format}, not {typeof(T).Name}.");
    }
}
