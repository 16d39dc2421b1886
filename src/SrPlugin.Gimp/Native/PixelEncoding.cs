using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <summary>A drawable's own pixel format and the one its pixels travel in.</summary>
internal sealed class PixelEncoding
{
    private PixelEncoding(nint native, string name)
    {
        Native = native;
        int space = name.LastIndexOf(' ');
        string model = space < 0 ? name : name[..space];
        string sample = space < 0 ? "float" : name[(space + 1)..];
        bool isGrey = model.StartsWith('Y');
        bool hasAlpha = model.EndsWith('A');
        bool isGamma = model.Contains('\'', StringComparison.Ordinal);
        Channels = (isGrey ? 1 : 3) + (hasAlpha ? 1 : 0);
        BytesPerPixel = Gegl.BytesPerPixel(native);

        // Linear integers would lose their dark tones in a gamma-encoded integer of the same size.
        SampleFormat = (isGamma, sample) switch
        {
            (true, "u8") => SampleFormat.UInt8,
            (true, "u16") => SampleFormat.UInt16,
            _ => SampleFormat.Float32,
        };
        string wire = (isGrey ? "Y'" : "R'G'B'") + (hasAlpha ? "A " : " ") + Suffix(SampleFormat);

        // In the image's own colour space: only the encoding changes, never the primaries, so that nothing is clipped.
        Wire = Gegl.FormatWithSpace(wire, Gegl.SpaceOf(native));
    }

    /// <summary>The drawable's own format.</summary>
    public nint Native { get; }

    /// <summary>What travels: the same colours, gamma-encoded.</summary>
    public nint Wire { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>How a sample travels.</summary>
    public SampleFormat SampleFormat { get; }

    /// <summary>Bytes of a pixel in the drawable.</summary>
    public int BytesPerPixel { get; }

    /// <summary>Bytes of the drawable's alpha sample; 0 without alpha.</summary>
    public int AlphaBytes => Channels is 2 or 4 ? BytesPerPixel / Channels : 0;

    /// <summary>Bytes of a pixel as it travels.</summary>
    public int WireBytesPerPixel => Channels * JobRequest.SizeOf(SampleFormat);

    /// <summary>The encoding of a drawable that is not indexed.</summary>
    /// <param name="drawable">Its handle.</param>
    public static PixelEncoding Of(nint drawable)
    {
        nint format = Libgimp.DrawableFormat(drawable);
        return new PixelEncoding(format, Marshal.PtrToStringUTF8(Gegl.EncodingOf(format)) ?? "");
    }

    /// <summary>The format of a coverage as it travels.</summary>
    public static nint Coverage(SampleFormat format) => Gegl.FormatWithSpace("Y " + Suffix(format), 0);

    /// <summary>Converts pixels that travelled into the drawable's own format.</summary>
    public unsafe byte[] ToNative(ReadOnlySpan<byte> pixels)
    {
        if (Native == Wire)
            return pixels.ToArray();
        int count = pixels.Length / WireBytesPerPixel;
        byte[] native = GC.AllocateUninitializedArray<byte>(checked(count * BytesPerPixel));
        fixed (byte* from = pixels, to = native)
            _ = Gegl.Process(Gegl.Fish(Wire, Native), from, to, count);
        return native;
    }

    private static string Suffix(SampleFormat format) => format switch
    {
        SampleFormat.UInt8 => "u8",
        SampleFormat.UInt16 => "u16",
        _ => "float",
    };
}
