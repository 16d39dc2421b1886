using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using static SrPlugin.Imaging.Codecs.Native.SpngImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>
/// PNG by libspng, which reports errors by return values; libpng jumps over its caller's frames, which managed code cannot
/// allow.
/// </summary>
internal sealed unsafe class PngCodec : IPictureCodec
{
    private const double InchesPerMetre = 1 / 0.0254;

    // Deflate's best ratio is 1032.
    private const long MaxRatio = 1100;
    private const int MaxChunkBytes = 64 << 20;
    private const int MaxTexts = 1000;
    private const int CompressionLevel = 5;

    public Picture Decode(byte[] file)
    {
        var context = NewContext(0);
        try
        {
            fixed (byte* data = file)
            {
                Check(SetImageLimits(context, PictureLimits.MaxSide, PictureLimits.MaxSide));
                Check(SetChunkLimits(context, MaxChunkBytes, 2 * MaxChunkBytes));
                Check(SetBuffer(context, data, (nuint)file.Length));
                Check(GetHeader(context, out var header));
                var (format, channels, bits) = Target(context, header);
                DecodeLimits.Demand(PictureFormat.Png, header.Width, header.Height, channels * bits / 8, file.Length, MaxRatio);
                var pixels = new PixelBuffer(
                    (int)header.Width, (int)header.Height, channels, bits == 16 ? SampleFormat.UInt16 : SampleFormat.UInt8);
                Check(DecodedSize(context, format, out var size));
                if (size != (nuint)pixels.Bytes.Length)
                    throw new PictureFormatException($"libspng would decode {size} bytes instead of {pixels.Bytes.Length}.", PictureFormat.Png);
                fixed (byte* output = pixels.Bytes)
                    Check(SpngImports.Decode(context, output, size, format, channels is 2 or 4 ? DecodeTransparency : 0));

                // All pixels are here and their checksum held: what follows may be damaged or missing.
                _ = DecodeChunks(context);
                return new Picture(pixels, ReadMetadata(context));
            }
        }
        finally
        {
            ContextFree(context);
        }
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options)
    {
        var pixels = picture.Pixels;
        var context = NewContext(ContextEncoder);
        using var memory = new NativeCopies();
        try
        {
            Check(SetOption(context, OptionEncodeToBuffer, 1));
            Check(SetOption(context, OptionCompressionLevel, CompressionLevel));
            Check(SetHeader(context, new Header
            {
                Width = (uint)pixels.Width,
                Height = (uint)pixels.Height,
                BitDepth = (byte)(8 * pixels.BytesPerSample),
                ColorType = pixels.Channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 },
            }));
            WriteMetadata(context, picture, memory);
            fixed (byte* data = pixels.Bytes)
                Check(SpngImports.Encode(context, data, (nuint)pixels.Bytes.Length, AsStored, EncodeFinalize));
            var buffer = GetBuffer(context, out var length, out var error);
            Check(error);
            try
            {
                return new ReadOnlySpan<byte>(buffer, checked((int)length)).ToArray();
            }
            finally
            {
                NativeMemory.Free(buffer); // the C library's free, as the buffer is the caller's
            }
        }
        finally
        {
            ContextFree(context);
        }
    }

    private static IntPtr NewContext(int flags)
    {
        var context = ContextNew(flags);
        return context != IntPtr.Zero ? context : throw new OutOfMemoryException("libspng could not allocate its context.");
    }

    /// <summary>What to ask libspng for: palettes and few bits expanded, 16 bits in the machine's order, transparency as alpha.</summary>
    private static (int Format, int Channels, int Bits) Target(IntPtr context, Header header)
    {
        var transparency = stackalloc byte[512];
        var keyed = GetTransparency(context, transparency) == 0;
        var wide = header.BitDepth == 16;
        return header.ColorType switch
        {
            0 when keyed => (wide ? GreyAlpha16 : GreyAlpha8, 2, wide ? 16 : 8),
            0 => (wide ? AsStored : Grey8, 1, wide ? 16 : 8),
            2 when keyed => (wide ? Rgba16 : Rgba8, 4, wide ? 16 : 8),
            2 => (AsStored, 3, wide ? 16 : 8),
            3 => keyed ? (Rgba8, 4, 8) : (Rgb8, 3, 8),
            4 => (AsStored, 2, wide ? 16 : 8),
            _ => (AsStored, 4, wide ? 16 : 8),
        };
    }

    private static PictureMetadata ReadMetadata(IntPtr context)
    {
        var metadata = PictureMetadata.Empty;
        if (GetProfile(context, out var profile) == 0)
            metadata = metadata with { IccProfile = new ReadOnlySpan<byte>(profile.Data, checked((int)profile.Length)).ToArray() };
        if (GetResolution(context, out var resolution) == 0 && resolution is { PerMetre: 1, X: > 0, Y: > 0 })
            metadata = metadata with { Dpi = (resolution.X / InchesPerMetre, resolution.Y / InchesPerMetre) };
        metadata = metadata with { Text = ReadTexts(context) };
        return GetExif(context, out var exif) == 0
            ? ExifMetadata.Read(metadata, new ReadOnlySpan<byte>(exif.Data, checked((int)exif.Length)))
            : metadata;
    }

    private static ImmutableSortedDictionary<string, string> ReadTexts(IntPtr context)
    {
        var result = PictureMetadata.Empty.Text.ToBuilder();
        uint count = 0;
        if (GetTexts(context, null, ref count) != 0 || count is 0 or > MaxTexts)
            return result.ToImmutable();
        var texts = new Text[count];
        fixed (Text* first = texts)
        {
            if (GetTexts(context, first, ref count) != 0)
                return result.ToImmutable();
            for (var text = first; text < first + count; text++)
            {
                var encoding = text->Type == TextInternational ? Encoding.UTF8 : Encoding.Latin1;
                var value = encoding.GetString(text->Data, checked((int)text->Length)).TrimEnd('\0');
                result.TryAdd(Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text->Keyword)), value);
            }
        }

        return result.ToImmutable();
    }

    private static void WriteMetadata(IntPtr context, Picture picture, NativeCopies memory)
    {
        var metadata = picture.Metadata;
        if (metadata.IccProfile is { } icc)
        {
            var profile = new Profile { Length = (nuint)icc.Length, Data = memory.Add(icc) };
            "ICC profile"u8.CopyTo(new Span<byte>(profile.Name, 80));
            Check(SetProfile(context, profile));
        }

        if (metadata.Dpi is var (x, y))
            Check(SetResolution(context, new Resolution { X = PerMetre(x), Y = PerMetre(y), PerMetre = 1 }));
        if (ExifMetadata.BytesForSaving(picture, MaxChunkBytes) is { } exif)
            Check(SetExif(context, new Exif { Length = (nuint)exif.Length, Data = memory.Add(exif) }));
        if (metadata.Text.Count == 0)
            return;
        var texts = new Text[metadata.Text.Count];
        var index = 0;
        foreach (var (key, value) in metadata.Text)
            texts[index++] = MakeText(key, value, memory);
        fixed (Text* first = texts)
            Check(SetTexts(context, first, (uint)texts.Length));
    }

    private static uint PerMetre(double dpi) => (uint)Math.Round(Math.Clamp(dpi * InchesPerMetre, 0, int.MaxValue));

    private static Text MakeText(string key, string value, NativeCopies memory)
    {
        if (key.Length is 0 or > 79 || key.Any(c => c is < ' ' or > 'ÿ' or (>= '\x7F' and <= '\xA0')) || key.Trim() != key || key.Contains("  "))
            throw new PictureFormatException($"\"{key}\" cannot be the keyword of a text in a PNG file: 1 to 79 Latin characters.", PictureFormat.Png);
        value = value.Replace("\0", null);
        var plain = Ascii.IsValid(value);
        var bytes = plain ? Encoding.Latin1.GetBytes(value) : Encoding.UTF8.GetBytes(value);
        var text = new Text
        {
            Type = plain ? TextPlain : TextInternational,
            Length = (nuint)bytes.Length,
            Data = memory.Add([.. bytes, 0]),
            LanguageTag = memory.Add([0]),
            TranslatedKeyword = memory.Add([0]),
        };
        Encoding.Latin1.GetBytes(key, new Span<byte>(text.Keyword, 80));
        return text;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new PictureFormatException($"The PNG file is damaged or cannot be handled (libspng: {Describe(error)}).", PictureFormat.Png);
    }
}
