using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>The libraries that plug-ins of GIMP are made of, under the names that each series and each system give them.</summary>
internal static class NativeLibraries
{
    public const string Gimp = "gimp";
    public const string GimpBase = "gimpbase";
    public const string GimpUi = "gimpui";
    public const string GimpWidgets = "gimpwidgets";
    public const string Gegl = "gegl";
    public const string Babl = "babl";
    public const string GLib = "glib";
    public const string GObject = "gobject";
    public const string Gio = "gio";
    public const string Gtk = "gtk";
    public const string Gdk = "gdk";
    public const string GdkPixbuf = "gdk-pixbuf";

    private static readonly Dictionary<string, string> Gimp2Names = new()
    {
        [Gimp] = "libgimp-2.0",
        [GimpBase] = "libgimpbase-2.0",
        [GimpUi] = "libgimpui-2.0",
        [GimpWidgets] = "libgimpwidgets-2.0",
        [Gtk] = OperatingSystem.IsWindows() ? "libgtk-win32-2.0" : "libgtk-x11-2.0",
        [Gdk] = OperatingSystem.IsWindows() ? "libgdk-win32-2.0" : "libgdk-x11-2.0",
    };

    private static readonly Dictionary<string, string> Gimp3Names = new()
    {
        [Gimp] = "libgimp-3.0",
        [GimpBase] = "libgimpbase-3.0",
        [GimpUi] = "libgimpui-3.0",
        [GimpWidgets] = "libgimpwidgets-3.0",
        [Gtk] = "libgtk-3",
        [Gdk] = "libgdk-3",
    };

    private static readonly Dictionary<string, string> SharedNames = new()
    {
        [Gegl] = "libgegl-0.4",
        [Babl] = "libbabl-0.1",
        [GLib] = "libglib-2.0",
        [GObject] = "libgobject-2.0",
        [Gio] = "libgio-2.0",
        [GdkPixbuf] = "libgdk_pixbuf-2.0",
    };

    /// <summary>Gets or sets whether GIMP 3 started the program. Set before the first call into a library.</summary>
    public static bool IsGimp3 { get; set; }

    /// <summary>Gets whether the library of the GIMP that started the program is on this machine.</summary>
    public static bool GimpIsInstalled => NativeLibrary.TryLoad(FileName(Gimp)!, out _);

    /// <summary>Gets the name of a library's file on this system; null for a library that is not GIMP's.</summary>
    public static string? FileName(string name)
    {
        if (!(IsGimp3 ? Gimp3Names : Gimp2Names).TryGetValue(name, out string? file) && !SharedNames.TryGetValue(name, out file))
            return null;
        return OperatingSystem.IsWindows() ? file + "-0.dll" : file + ".so.0";
    }

    /// <summary>Gets the address of a function that only some versions of GIMP have; 0 when it is missing.</summary>
    public static nint Find(string library, string function) =>
        NativeLibrary.TryGetExport(NativeLibrary.Load(FileName(library)!), function, out nint address) ? address : 0;

    // The names above must resolve before the first call into any of them.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        FileName(name) is { } file ? NativeLibrary.Load(file) : 0;
}
