using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>
/// The reading half of libtiff. TIFFGetField takes variable arguments; all that are passed here are pointers and integers,
/// which the calling conventions of Linux on x64 and ARM64 and of Windows pass like fixed ones (macOS on ARM64 does not).
/// </summary>
internal static unsafe partial class TiffImports
{
    static TiffImports()
    {
        NativeLibraries.Register();
        // Without these libtiff prints to the standard error stream.
        SetErrorHandler(IntPtr.Zero);
        SetWarningHandler(IntPtr.Zero);
    }

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFSetErrorHandler")]
    private static partial IntPtr SetErrorHandler(IntPtr handler);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFSetWarningHandler")]
    private static partial IntPtr SetWarningHandler(IntPtr handler);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFClientOpen")]
    private static partial IntPtr ClientOpen(
        byte* name, byte* mode, MemoryFile* file,
        delegate* unmanaged<MemoryFile*, byte*, nint, nint> read,
        delegate* unmanaged<MemoryFile*, byte*, nint, nint> write,
        delegate* unmanaged<MemoryFile*, ulong, int, ulong> seek,
        delegate* unmanaged<MemoryFile*, int> close,
        delegate* unmanaged<MemoryFile*, ulong> size,
        delegate* unmanaged<MemoryFile*, byte**, ulong*, int> map,
        delegate* unmanaged<MemoryFile*, byte*, ulong, void> unmap);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFClose")]
    public static partial void Close(IntPtr tiff);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFGetField")]
    public static partial int GetField(IntPtr tiff, uint tag, void* value);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFGetField")]
    public static partial int GetField(IntPtr tiff, uint tag, void* count, void** values);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFGetFieldDefaulted")]
    public static partial int GetFieldDefaulted(IntPtr tiff, uint tag, void* value);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFSetField")]
    public static partial int SetField(IntPtr tiff, uint tag, int value);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFIsTiled")]
    public static partial int IsTiled(IntPtr tiff);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFStripSize64")]
    public static partial ulong StripSize(IntPtr tiff);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFTileSize64")]
    public static partial ulong TileSize(IntPtr tiff);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFComputeStrip")]
    public static partial uint ComputeStrip(IntPtr tiff, uint row, ushort plane);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFReadEncodedStrip")]
    public static partial nint ReadStrip(IntPtr tiff, uint strip, byte* output, nint length);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFComputeTile")]
    public static partial uint ComputeTile(IntPtr tiff, uint x, uint y, uint z, ushort plane);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFReadEncodedTile")]
    public static partial nint ReadTile(IntPtr tiff, uint tile, byte* output, nint length);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFRGBAImageOK")]
    public static partial int CanReadRgba(IntPtr tiff, byte* message);

    [LibraryImport(NativeLibraries.Tiff, EntryPoint = "TIFFReadRGBAImageOriented")]
    public static partial int ReadRgba(IntPtr tiff, uint width, uint height, uint* raster, int orientation, int stopOnError);

    /// <summary>Opens a file in memory for reading; <paramref name="file"/> must outlive the handle.</summary>
    public static IntPtr Open(MemoryFile* file)
    {
        fixed (byte* name = "memory\0"u8, mode = "r\0"u8)
            return ClientOpen(name, mode, file, &Read, &Write, &Seek, &CloseFile, &Size, &Map, &Unmap);
    }

    [UnmanagedCallersOnly]
    private static nint Read(MemoryFile* file, byte* output, nint length)
    {
        var left = file->Position < file->Length ? file->Length - file->Position : 0;
        var count = (nint)Math.Min(left, (ulong)Math.Max(0, length));
        Unsafe.CopyBlockUnaligned(output, file->Data + file->Position, (uint)count);
        file->Position += (ulong)count;
        return count;
    }

    [UnmanagedCallersOnly]
    private static nint Write(MemoryFile* file, byte* data, nint length) => -1;

    [UnmanagedCallersOnly]
    private static ulong Seek(MemoryFile* file, ulong offset, int origin)
    {
        file->Position = origin switch
        {
            0 => offset,
            1 => file->Position + offset,
            _ => file->Length + offset,
        };
        return file->Position;
    }

    [UnmanagedCallersOnly]
    private static int CloseFile(MemoryFile* file) => 0;

    [UnmanagedCallersOnly]
    private static ulong Size(MemoryFile* file) => file->Length;

    [UnmanagedCallersOnly]
    private static int Map(MemoryFile* file, byte** data, ulong* length)
    {
        *data = file->Data;
        *length = file->Length;
        return 1;
    }

    [UnmanagedCallersOnly]
    private static void Unmap(MemoryFile* file, byte* data, ulong length)
    {
        // The memory is the caller's.
    }

    public struct MemoryFile
    {
        public byte* Data;
        public ulong Length;
        public ulong Position;
    }
}
