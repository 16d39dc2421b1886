using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>libspng's functions and structs (spng.h 0.7).</summary>
internal static unsafe partial class SpngImports
{
    public const int ContextEncoder = 2;
    public const int Rgba8 = 1;
    public const int Rgba16 = 2;
    public const int Rgb8 = 4;
    public const int GreyAlpha8 = 16;
    public const int GreyAlpha16 = 32;
    public const int Grey8 = 64;
    public const int AsStored = 256;
    public const int DecodeTransparency = 1;
    public const int EncodeFinalize = 2;
    public const int OptionCompressionLevel = 2;
    public const int OptionEncodeToBuffer = 12;
    public const int TextPlain = 1;
    public const int TextInternational = 3;

    static SpngImports() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_ctx_new")]
    public static partial IntPtr ContextNew(int flags);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_ctx_free")]
    public static partial void ContextFree(IntPtr context);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_png_buffer")]
    public static partial int SetBuffer(IntPtr context, byte* data, nuint length);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_png_buffer")]
    public static partial byte* GetBuffer(IntPtr context, out nuint length, out int error);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_image_limits")]
    public static partial int SetImageLimits(IntPtr context, uint width, uint height);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_chunk_limits")]
    public static partial int SetChunkLimits(IntPtr context, nuint chunk, nuint cache);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_option")]
    public static partial int SetOption(IntPtr context, int option, int value);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_decoded_image_size")]
    public static partial int DecodedSize(IntPtr context, int format, out nuint length);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_decode_image")]
    public static partial int Decode(IntPtr context, byte* output, nuint length, int format, int flags);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_decode_chunks")]
    public static partial int DecodeChunks(IntPtr context);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_encode_image")]
    public static partial int Encode(IntPtr context, byte* image, nuint length, int format, int flags);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_ihdr")]
    public static partial int GetHeader(IntPtr context, out Header header);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_ihdr")]
    public static partial int SetHeader(IntPtr context, in Header header);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_trns")]
    public static partial int GetTransparency(IntPtr context, byte* transparency);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_iccp")]
    public static partial int GetProfile(IntPtr context, out Profile profile);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_iccp")]
    public static partial int SetProfile(IntPtr context, in Profile profile);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_phys")]
    public static partial int GetResolution(IntPtr context, out Resolution resolution);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_phys")]
    public static partial int SetResolution(IntPtr context, in Resolution resolution);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_exif")]
    public static partial int GetExif(IntPtr context, out Exif exif);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_exif")]
    public static partial int SetExif(IntPtr context, in Exif exif);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_get_text")]
    public static partial int GetTexts(IntPtr context, Text* texts, ref uint count);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_set_text")]
    public static partial int SetTexts(IntPtr context, Text* texts, uint count);

    [LibraryImport(NativeLibraries.Spng, EntryPoint = "spng_strerror")]
    private static partial IntPtr ErrorText(int error);

    public static string Describe(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? $"error {error}";

    public struct Header
    {
        public uint Width;
        public uint Height;
        public byte BitDepth;
        public byte ColorType;
        public byte Compression;
        public byte Filter;
        public byte Interlace;
    }

    public struct Profile
    {
        public fixed byte Name[80];
        public nuint Length;
        public byte* Data;
    }

    public struct Resolution
    {
        public uint X;
        public uint Y;
        public byte PerMetre;
    }

    public struct Exif
    {
        public nuint Length;
        public byte* Data;
    }

    public struct Text
    {
        public fixed byte Keyword[80];
        public int Type;
        public nuint Length;
        public byte* Data;
        public byte CompressionFlag;
        public byte CompressionMethod;
        public byte* LanguageTag;
        public byte* TranslatedKeyword;
    }
}
