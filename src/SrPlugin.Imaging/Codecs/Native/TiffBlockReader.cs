using static SrPlugin.Imaging.Codecs.Native.TiffImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>Reads the strips or tiles of a TIFF file into a picture.</summary>
internal sealed unsafe class TiffBlockReader(IntPtr tiff, TiffLayout layout, PixelBuffer pixels)
{
    // A tile may be larger than its picture, but not for any good reason much larger.
    private const long MaxSlack = 64 << 20;

    private readonly int _bytes = layout.BitsPerSample / 8;

    public void Read()
    {
        var planes = layout.IsPlanar ? layout.Channels : 1;
        for (ushort plane = 0; plane < planes; plane++)
        {
            if (IsTiled(tiff) != 0)
                ReadTiles(plane);
            else
                ReadStrips(plane);
        }
    }

    private void ReadStrips(ushort plane)
    {
        uint rows = 0;
        GetFieldDefaulted(tiff, 278, &rows);
        rows = rows == 0 ? layout.Height : Math.Min(rows, layout.Height);
        var stride = (long)layout.Width * _bytes * (layout.IsPlanar ? 1 : layout.Samples);
        var block = new byte[Bounded(StripSize(tiff), rows * stride)];
        for (uint y = 0; y < layout.Height; y += rows)
        {
            var count = (int)Math.Min(rows, layout.Height - y);
            Demand(ReadInto(block, ComputeStrip(tiff, y, plane), tiled: false), count * stride, y);
            for (var row = 0; row < count; row++)
                Spread(block.AsSpan((int)(row * stride), (int)stride), (int)(y + row), 0, (int)layout.Width, plane);
        }
    }

    private void ReadTiles(ushort plane)
    {
        uint width = 0, height = 0;
        GetField(tiff, 322, &width);
        GetField(tiff, 323, &height);
        if (width == 0 || height == 0)
            throw Damaged("its tiles have no size");
        var stride = (long)width * _bytes * (layout.IsPlanar ? 1 : layout.Samples);
        var block = new byte[Bounded(TileSize(tiff), stride * height)];
        for (uint y = 0; y < layout.Height; y += height)
        {
            for (uint x = 0; x < layout.Width; x += width)
            {
                Demand(ReadInto(block, ComputeTile(tiff, x, y, 0, plane), tiled: true), stride * height, y);
                var rows = (int)Math.Min(height, layout.Height - y);
                var columns = (int)Math.Min(width, layout.Width - x);
                for (var row = 0; row < rows; row++)
                    Spread(block.AsSpan((int)(row * stride), (int)stride), (int)(y + row), (int)x, columns, plane);
            }
        }
    }

    private long ReadInto(byte[] block, uint index, bool tiled)
    {
        fixed (byte* output = block)
            return tiled ? ReadTile(tiff, index, output, block.Length) : ReadStrip(tiff, index, output, block.Length);
    }

    /// <summary>Copies the wanted channels of one row of a block to their places.</summary>
    private void Spread(ReadOnlySpan<byte> from, int y, int x, int columns, int plane)
    {
        var pixel = layout.Channels * _bytes;
        var to = pixels.RowBytes(y).Slice(x * pixel, columns * pixel);
        if (!layout.IsPlanar && layout.Samples == layout.Channels)
        {
            from[..to.Length].CopyTo(to);
            return;
        }

        var (step, count, start) = layout.IsPlanar ? (_bytes, _bytes, plane * _bytes) : (layout.Samples * _bytes, pixel, 0);
        for (var i = 0; i < columns; i++)
            from.Slice(i * step, count).CopyTo(to[((i * pixel) + start)..]);
    }

    private int Bounded(ulong claimed, long needed)
    {
        var allowed = Math.Min(PictureLimits.MaxBytes, pixels.Bytes.Length * (long)Math.Max(1, layout.Samples) + MaxSlack);
        if (claimed == 0 || claimed > (ulong)allowed || (long)claimed < needed)
            throw Damaged($"its blocks claim {claimed} bytes");
        return (int)claimed;
    }

    private static void Demand(long read, long needed, uint row)
    {
        if (read < needed)
            throw Damaged($"pixels are missing from row {row} on");
    }

    private static PictureFormatException Damaged(string why) =>
        new($"The TIFF file is damaged, cut off or of a kind that cannot be read ({why}).", PictureFormat.Tiff);
}
