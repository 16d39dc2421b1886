using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// Windows bitmaps: 1, 4 and 8 bits with a palette (not run-length coded), 16, 24 and 32 bits, bit fields, rows from the
/// bottom or the top.
/// </summary>
internal sealed class BmpCodec : IPictureCodec
{
    private const double InchesPerMetre = 1 / 0.0254;

    public Picture Decode(byte[] file)
    {
        var header = BmpHeader.Read(file);
        DecodeLimits.Demand(PictureFormat.Bmp, header.Width, header.Height, header.Channels, file.Length, 32);
        var stride = ((header.Width * (long)header.BitsPerPixel) + 31) / 32 * 4;
        if (header.PixelOffset + (stride * (header.Height - 1)) + (((header.Width * (long)header.BitsPerPixel) + 7) / 8) > file.Length)
            throw new PictureFormatException("The BMP file is cut off: pixels are missing.", PictureFormat.Bmp);

        var pixels = new PixelBuffer(header.Width, header.Height, header.Channels, SampleFormat.UInt8);
        for (var y = 0; y < header.Height; y++)
        {
            var from = file.AsSpan((int)(header.PixelOffset + (stride * (header.TopDown ? y : header.Height - 1 - y))));
            if (header.BitsPerPixel <= 8)
                header.ReadPaletteRow(from, pixels.RowBytes(y));
            else
                header.ReadColorRow(from, pixels.RowBytes(y));
        }

        var dpi = header.DotsPerMetre is { X: > 0, Y: > 0 }
            ? ((double, double)?)(header.DotsPerMetre.X / InchesPerMetre, header.DotsPerMetre.Y / InchesPerMetre)
            : null;
        return new Picture(pixels, new PictureMetadata { Dpi = dpi });
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options)
    {
        var pixels = picture.Pixels;
        var bits = pixels.Channels switch { 1 => 8, 3 => 24, _ => 32 };
        var headerSize = bits == 32 ? 108 : 40;
        var palette = bits == 8 ? 1024 : 0;
        var stride = ((pixels.Width * (long)bits) + 31) / 32 * 4;
        var offset = 14 + headerSize + palette;
        var length = offset + (stride * pixels.Height);
        if (length > PictureLimits.MaxFileBytes)
            throw new PictureFormatException($"A picture of {pixels.Width}×{pixels.Height} is too large for a BMP file.", PictureFormat.Bmp);

        var file = new byte[length];
        "BM"u8.CopyTo(file);
        WriteUInt32LittleEndian(file.AsSpan(2), (uint)length);
        WriteInt32LittleEndian(file.AsSpan(10), offset);
        var header = file.AsSpan(14, headerSize);
        WriteInt32LittleEndian(header, headerSize);
        WriteInt32LittleEndian(header[4..], pixels.Width);
        WriteInt32LittleEndian(header[8..], pixels.Height);
        WriteUInt16LittleEndian(header[12..], 1);
        WriteUInt16LittleEndian(header[14..], (ushort)bits);
        WriteUInt32LittleEndian(header[20..], (uint)(stride * pixels.Height));
        var (dpiX, dpiY) = picture.Metadata.Dpi ?? (0, 0);
        WriteInt32LittleEndian(header[24..], (int)Math.Round(Math.Clamp(dpiX * InchesPerMetre, 0, int.MaxValue)));
        WriteInt32LittleEndian(header[28..], (int)Math.Round(Math.Clamp(dpiY * InchesPerMetre, 0, int.MaxValue)));
        if (bits == 32)
        {
            // BITMAPV4HEADER: only there are the alpha bits named. 0x73524742 stands for sRGB.
            WriteInt32LittleEndian(header[16..], 3);
            WriteUInt32LittleEndian(header[40..], 0x00FF0000);
            WriteUInt32LittleEndian(header[44..], 0x0000FF00);
            WriteUInt32LittleEndian(header[48..], 0x000000FF);
            WriteUInt32LittleEndian(header[52..], 0xFF000000);
            WriteUInt32LittleEndian(header[56..], 0x73524742);
        }

        for (var i = 0; i < palette; i++)
            file[14 + headerSize + i] = i % 4 == 3 ? (byte)0 : (byte)(i / 4);
        for (var y = 0; y < pixels.Height; y++)
            WriteRow(pixels.RowBytes(y), file.AsSpan((int)(offset + (stride * (pixels.Height - 1 - y)))), pixels.Channels);
        return file;
    }

    private static void WriteRow(ReadOnlySpan<byte> from, Span<byte> to, int channels)
    {
        from.CopyTo(to);
        for (var i = 0; channels >= 3 && i < from.Length; i += channels)
            (to[i], to[i + 2]) = (to[i + 2], to[i]);
    }
}
