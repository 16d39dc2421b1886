using static SrPlugin.Imaging.Codecs.Native.TiffImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>How the samples of a TIFF file lie, for the kinds that are read as they are.</summary>
internal sealed unsafe record TiffLayout(uint Width, uint Height, int Samples, int BitsPerSample, SampleFormat Format)
{
    private const int WhiteIsZero = 0;
    private const int BlackIsZero = 1;
    private const int Rgb = 2;
    private const int YCbCr = 6;
    private const int CompressionJpeg = 7;

    /// <summary>Channels to keep of the <see cref="Samples"/>.</summary>
    public int Channels { get; private init; }

    /// <summary>One block for each channel instead of interleaved samples.</summary>
    public bool IsPlanar { get; private init; }

    /// <summary>Grey with 0 for white.</summary>
    public bool IsWhiteZero { get; private init; }

    /// <summary>Colours multiplied by alpha.</summary>
    public bool IsPremultiplied { get; private init; }

    /// <summary>JPEG's luma and chroma, which libtiff converts when asked.</summary>
    public bool IsYcc { get; private init; }

    /// <summary>Null for the kinds that are left to libtiff's own conversion.</summary>
    public static TiffLayout? Read(IntPtr tiff)
    {
        var (width, height) = ReadSize(tiff);
        int bits = Short(tiff, 258, 1), samples = Short(tiff, 277, 1), sampleFormat = Short(tiff, 339, 1);
        int photometric = Short(tiff, 262, -1), planar = Short(tiff, 284, 1);
        var ycc = photometric == YCbCr && Short(tiff, 259, 1) == CompressionJpeg && planar == 1;
        SampleFormat? format = (bits, sampleFormat) switch
        {
            (8, 1 or 4) => SampleFormat.UInt8,
            (16, 1 or 4) => SampleFormat.UInt16,
            (32, 3) => SampleFormat.Float32,
            _ => null,
        };
        var colors = photometric is WhiteIsZero or BlackIsZero ? 1 : photometric == Rgb || ycc ? 3 : 0;
        if (format is null || colors == 0 || samples < colors || samples > 16 || (photometric == WhiteIsZero && bits == 32))
            return null;

        ushort extraCount = 0;
        ushort* extras = null;
        var alpha = samples > colors && GetField(tiff, 338, &extraCount, (void**)&extras) == 1 && extraCount > 0 ? extras[0] : 0;
        return new TiffLayout(width, height, samples, bits, format.Value)
        {
            Channels = colors + (alpha is 1 or 2 ? 1 : 0),
            IsPlanar = planar == 2,
            IsWhiteZero = photometric == WhiteIsZero,
            IsPremultiplied = alpha == 1,
            IsYcc = ycc,
        };
    }

    public static (uint Width, uint Height) ReadSize(IntPtr tiff)
    {
        uint width = 0, height = 0;
        GetField(tiff, 256, &width);
        GetField(tiff, 257, &height);
        return (width, height);
    }

    private static int Short(IntPtr tiff, uint tag, int otherwise)
    {
        // Room for a long: a damaged file may declare one where a short belongs.
        ulong value = 0;
        return GetFieldDefaulted(tiff, tag, &value) == 1 ? (ushort)value : otherwise;
    }
}
