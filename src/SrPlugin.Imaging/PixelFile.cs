using Microsoft.Win32.SafeHandles;

namespace SrPlugin.Imaging;

/// <summary>
/// The samples of a picture in a file, laid out as in a <see cref="PixelBuffer"/>: for pictures that are worked on part by part. Nothing of
/// them is kept in memory.
/// </summary>
public sealed class PixelFile : IPixelRows, IDisposable
{
    private readonly SafeFileHandle _file;

    private PixelFile(string path, SafeFileHandle file, int width, int height, int channels, SampleFormat format) =>
        (Path, _file, Width, Height, Channels, Format) = (path, file, width, height, channels, format);

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public SampleFormat Format { get; }

    private int PixelBytes => Channels * PixelBuffer.SizeOf(Format);

    /// <summary>Opens a file, or begins one. Rows that were never written are black.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="format">How a sample is stored.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static PixelFile Open(string path, int width, int height, int channels, SampleFormat format) =>
        new(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite), width, height, channels, format);

    /// <summary>Reads a rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is empty or reaches outside.</exception>
    /// <exception cref="EndOfStreamException">The file is shorter than the picture.</exception>
    public PixelBuffer Read(PixelRectangle area)
    {
        if (area.IsEmpty || !new PixelRectangle(0, 0, Width, Height).Contains(area))
            throw new ArgumentOutOfRangeException(nameof(area), area, $"The rectangle must lie inside {Width}×{Height}.");
        var pixels = new PixelBuffer(area.Width, area.Height, Channels, Format);
        if (area.Width == Width)
        {
            Fill(pixels.Bytes, Offset(0, area.Y));
            return pixels;
        }

        for (var y = 0; y < area.Height; y++)
            Fill(pixels.RowBytes(y), Offset(area.X, area.Y + y));
        return pixels;
    }

    /// <inheritdoc/>
    public PixelBuffer ReadRows(int first, int count) => Read(new PixelRectangle(0, first, Width, count));

    /// <summary>Writes whole rows.</summary>
    /// <param name="first">The row to begin at.</param>
    /// <param name="rows">The rows, of the file's width, channels and format.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(int first, PixelBuffer rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if ((rows.Width, rows.Channels, rows.Format) != (Width, Channels, Format) || first < 0 || first > Height - rows.Height)
        {
            throw new ArgumentException(
                $"{rows.Width}×{rows.Height}×{rows.Channels} of {rows.Format} at row {first} does not fit {Width}×{Height}×{Channels} of "
                    + $"{Format}.", nameof(rows));
        }

        RandomAccess.Write(_file, rows.Bytes, Offset(0, first));
    }

    /// <summary>Waits until everything written is on the disk.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long Offset(int x, int y) => (((long)y * Width) + x) * PixelBytes;

    private void Fill(Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var count = RandomAccess.Read(_file, target, offset);
            if (count == 0)
                throw new EndOfStreamException($"{Path} ends too early.");
            target = target[count..];
            offset += count;
        }
    }
}
