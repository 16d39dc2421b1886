using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>The part of the TurboJPEG API that its versions 2 and 3 share.</summary>
internal static unsafe partial class TurboJpegImports
{
    public const int Rgb = 0;
    public const int Grey = 6;
    public const int Cmyk = 11;
    public const int Sampling444 = 0;
    public const int Sampling420 = 2;
    public const int SamplingGrey = 3;
    public const int AccurateDct = 4096;
    public const int LimitScans = 32768;
    public const int Warning = 0;

    static TurboJpegImports() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjInitDecompress")]
    public static partial IntPtr InitDecompress();

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjInitCompress")]
    public static partial IntPtr InitCompress();

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjDestroy")]
    public static partial int Destroy(IntPtr handle);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        IntPtr handle, byte* file, CULong fileLength, byte* output, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        IntPtr handle, byte* pixels, int width, int pitch, int height, int pixelFormat, byte** file, CULong* fileLength, int sampling,
        int quality, int flags);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjFree")]
    public static partial void Free(byte* memory);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjGetErrorStr2")]
    private static partial IntPtr ErrorText(IntPtr handle);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(IntPtr handle);

    public static string Describe(IntPtr handle) => Marshal.PtrToStringUTF8(ErrorText(handle)) ?? "unknown error";
}
