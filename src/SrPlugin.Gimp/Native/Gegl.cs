using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>GEGL's buffers and babl's pixel formats.</summary>
internal static unsafe partial class Gegl
{
    /// <summary>
    /// Starts GEGL without its operations: a plug-in only moves pixels, and loading some hundred modules takes longer than all else. The
    /// same goes for the measurements on 350 MB of memory by which babl chooses among conversions that are not quite exact: it shall use
    /// none.
    /// </summary>
    public static void Start()
    {
        Prepare();
        Init(0, 0);
    }

    /// <summary>Sets the variables for <see cref="Start"/>; before libgimp is started where that starts GEGL itself.</summary>
    public static void Prepare()
    {
        _ = SetVariable("GEGL_PATH", "/nonexistent", 1);
        _ = SetVariable("BABL_TOLERANCE", "0", 1);
    }

    [LibraryImport(NativeLibraries.Gegl, EntryPoint = "gegl_init")]
    private static partial void Init(nint argumentCount, nint arguments);

    // The runtime's own setter does not reach C's environment.
    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport(NativeLibraries.Gegl, EntryPoint = "gegl_buffer_get")]
    public static partial void GetPixels(
        nint buffer, in GeglRectangle area, double scale, nint format, void* pixels, int stride, int abyss);

    [LibraryImport(NativeLibraries.Gegl, EntryPoint = "gegl_buffer_set")]
    public static partial void SetPixels(nint buffer, in GeglRectangle area, int level, nint format, void* pixels, int stride);

    [LibraryImport(NativeLibraries.Gegl, EntryPoint = "gegl_buffer_flush")]
    public static partial void Flush(nint buffer);

    [LibraryImport(NativeLibraries.GObject, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint instance);

    [LibraryImport(NativeLibraries.GLib, EntryPoint = "g_free")]
    public static partial void Free(void* memory);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_format_with_space", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FormatWithSpace(string encoding, nint space);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_format_get_space")]
    public static partial nint SpaceOf(nint format);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_format_get_encoding")]
    public static partial nint EncodingOf(nint format);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_format_get_bytes_per_pixel")]
    public static partial int BytesPerPixel(nint format);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_fish")]
    public static partial nint Fish(nint from, nint to);

    [LibraryImport(NativeLibraries.Babl, EntryPoint = "babl_process")]
    public static partial nint Process(nint fish, void* from, void* to, nint count);
}
