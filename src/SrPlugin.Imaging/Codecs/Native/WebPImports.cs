using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>libwebp's functions and structs (decode.h and encode.h, ABI major 2).</summary>
internal static unsafe partial class WebPImports
{
    public const int MaxSide = 16_383;
    private const int DecoderAbi = 0x0208;
    private const int EncoderAbi = 0x020E;

    static WebPImports() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPGetFeaturesInternal")]
    private static partial int GetFeatures(byte* data, nuint length, Features* features, int abi);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPDecodeRGBInto")]
    public static partial byte* DecodeRgb(byte* data, nuint length, byte* output, nuint outputLength, int stride);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPDecodeRGBAInto")]
    public static partial byte* DecodeRgba(byte* data, nuint length, byte* output, nuint outputLength, int stride);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPConfigInitInternal")]
    private static partial int InitConfig(Config* config, int preset, float quality, int abi);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPConfigLosslessPreset")]
    public static partial int LosslessPreset(Config* config, int level);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPPictureInitInternal")]
    private static partial int InitPicture(PictureData* picture, int abi);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPPictureImportRGB")]
    public static partial int ImportRgb(PictureData* picture, byte* data, int stride);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPPictureImportRGBA")]
    public static partial int ImportRgba(PictureData* picture, byte* data, int stride);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPPictureFree")]
    public static partial void FreePicture(PictureData* picture);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPEncode")]
    public static partial int Encode(Config* config, PictureData* picture);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPMemoryWriterInit")]
    public static partial void InitWriter(MemoryWriter* writer);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPMemoryWriterClear")]
    public static partial void ClearWriter(MemoryWriter* writer);

    public static int GetFeatures(byte* data, nuint length, Features* features) => GetFeatures(data, length, features, DecoderAbi);

    public static bool InitConfig(Config* config, float quality) => InitConfig(config, 0, quality, EncoderAbi) != 0;

    public static bool InitPicture(PictureData* picture) => InitPicture(picture, EncoderAbi) != 0;

    public struct Features
    {
        public int Width;
        public int Height;
        public int HasAlpha;
        public int HasAnimation;
        public int Format;
        public fixed uint Pad[5];
    }

    /// <summary>WebPConfig; only what is set here has a name. Longer than any version's, so that a newer one fits too.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Config
    {
        [FieldOffset(0)]
        public int Lossless;

        [FieldOffset(8)]
        public int Method;

        [FieldOffset(84)]
        public int ThreadLevel;

        [FieldOffset(96)]
        public int Exact;
    }

    /// <summary>WebPPicture.</summary>
    public struct PictureData
    {
        public int UseArgb;
        public int ColorSpace;
        public int Width;
        public int Height;
        public byte* Y;
        public byte* U;
        public byte* V;
        public int StrideY;
        public int StrideUV;
        public byte* A;
        public int StrideA;
        public fixed uint Pad1[2];
        public uint* Argb;
        public int StrideArgb;
        public fixed uint Pad2[3];
        public IntPtr Writer;
        public MemoryWriter* WriterState;
        public int ExtraInfoType;
        public byte* ExtraInfo;
        public IntPtr Statistics;
        public int ErrorCode;
        public IntPtr ProgressHook;
        public IntPtr UserData;
        public fixed uint Pad3[3];
        public IntPtr Pad4;
        public IntPtr Pad5;
        public fixed uint Pad6[8];
        public IntPtr Memory;
        public IntPtr MemoryArgb;
        public IntPtr Pad7a;
        public IntPtr Pad7b;
    }

    public struct MemoryWriter
    {
        public byte* Data;
        public nuint Length;
        public nuint Capacity;
        public uint Pad;
    }
}
