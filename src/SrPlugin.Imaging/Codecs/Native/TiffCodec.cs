using static SrPlugin.Imaging.Codecs.Native.TiffImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>
/// TIFF: read by libtiff, written by <see cref="TiffWriter"/>. Grey and RGB of 8 and 16 bits and 32-bit floats, with alpha or
/// without, are read as they are; everything else that libtiff can show is taken through its own conversion to 8-bit RGB.
/// Of several pages the first is read.
/// </summary>
internal sealed unsafe class TiffCodec : IPictureCodec
{
    // Generous: bilevel codes and LZMA reach thousands.
    private const long MaxRatio = 40_000;

    private const int TagProfile = 34675;
    private const int TagJpegColorMode = 65538;

    public Picture Decode(byte[] file)
    {
        fixed (byte* data = file)
        {
            var memory = new MemoryFile { Data = data, Length = (ulong)file.Length };
            var tiff = Open(&memory);
            if (tiff == IntPtr.Zero)
                throw Damaged("its directory cannot be read");
            try
            {
                var pixels = TiffLayout.Read(tiff) is { } layout
                    ? ReadDirectly(tiff, layout, file.Length)
                    : ReadConverted(tiff, file.Length);
                return new Picture(pixels, ReadMetadata(tiff, file, pixels));
            }
            finally
            {
                Close(tiff);
            }
        }
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options) => TiffWriter.Write(picture);

    private static PixelBuffer ReadDirectly(IntPtr tiff, TiffLayout layout, long fileLength)
    {
        var bytes = layout.BitsPerSample / 8;
        DecodeLimits.Demand(PictureFormat.Tiff, layout.Width, layout.Height, layout.Samples * bytes, fileLength, MaxRatio);
        if (layout.IsYcc)
            SetField(tiff, TagJpegColorMode, 1); // libjpeg converts to RGB
        var pixels = new PixelBuffer((int)layout.Width, (int)layout.Height, layout.Channels, layout.Format);
        var reader = new TiffBlockReader(tiff, layout, pixels);
        reader.Read();
        TiffSamples.Normalise(pixels, layout.IsWhiteZero, layout.IsPremultiplied);
        return pixels;
    }

    private static PixelBuffer ReadConverted(IntPtr tiff, long fileLength)
    {
        var (width, height) = TiffLayout.ReadSize(tiff);
        DecodeLimits.Demand(PictureFormat.Tiff, width, height, 4, fileLength, MaxRatio);
        var message = stackalloc byte[1024];
        if (CanReadRgba(tiff, message) == 0)
            throw Damaged(System.Runtime.InteropServices.Marshal.PtrToStringUTF8((IntPtr)message) ?? "unknown");

        // Turning is Picture.ApplyOrientation's work, and libtiff knows only half of it.
        SetField(tiff, ExifBlock.Orientation, 1);
        var raster = new uint[checked((int)(width * height))];
        fixed (uint* output = raster)
        {
            if (ReadRgba(tiff, width, height, output, 1, 1) == 0)
                throw Damaged("its pixels cannot be read");
        }

        ushort photometric = 2;
        GetField(tiff, 262, &photometric);
        var pixels = new PixelBuffer((int)width, (int)height, photometric <= 1 ? 1 : 3, SampleFormat.UInt8);
        var samples = pixels.Bytes;
        for (int i = 0, to = 0; i < raster.Length; i++)
        {
            for (var c = 0; c < pixels.Channels; c++)
                samples[to++] = (byte)(raster[i] >> (8 * c));
        }

        return pixels;
    }

    private static PictureMetadata ReadMetadata(IntPtr tiff, byte[] file, PixelBuffer pixels)
    {
        var metadata = PictureMetadata.Empty;
        uint count = 0;
        void* data = null;
        if (GetField(tiff, TagProfile, &count, &data) == 1 && data is not null && count is > 0 and < (64 << 20))
        {
            var profile = new ReadOnlySpan<byte>(data, (int)count).ToArray();
            // One for inks or Lab says nothing about the RGB made of them.
            var space = profile.Length >= 128 ? profile.AsSpan(16, 4) : default;
            if (space.SequenceEqual(pixels.ColorChannels == 1 ? "GRAY"u8 : "RGB "u8))
                metadata = metadata with { IccProfile = profile };
        }

        // BigTIFF's directories are not EXIF's: of those only the orientation is kept.
        ushort orientation = 0;
        if (GetField(tiff, ExifBlock.Orientation, &orientation) == 1 && orientation is >= 1 and <= 8)
            metadata = metadata with { Orientation = (PictureOrientation)orientation };
        return ExifMetadata.Read(metadata, file);
    }

    private static PictureFormatException Damaged(string why) =>
        new($"The TIFF file is damaged, cut off or of a kind that cannot be read ({why}).", PictureFormat.Tiff);
}
