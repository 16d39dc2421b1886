using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp2.Native;

/// <summary>The libraries GIMP 2.10 plug-ins are made of, under the names each system gives them.</summary>
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
    public const string Gtk = "gtk";

    private static readonly Dictionary<string, (string Linux, string Windows)> FileNames = new()
    {
        [Gimp] = ("libgimp-2.0.so.0", "libgimp-2.0-0.dll"),
        [GimpBase] = ("libgimpbase-2.0.so.0", "libgimpbase-2.0-0.dll"),
        [GimpUi] = ("libgimpui-2.0.so.0", "libgimpui-2.0-0.dll"),
        [GimpWidgets] = ("libgimpwidgets-2.0.so.0", "libgimpwidgets-2.0-0.dll"),
        [Gegl] = ("libgegl-0.4.so.0", "libgegl-0.4-0.dll"),
        [Babl] = ("libbabl-0.1.so.0", "libbabl-0.1-0.dll"),
        [GLib] = ("libglib-2.0.so.0", "libglib-2.0-0.dll"),
        [GObject] = ("libgobject-2.0.so.0", "libgobject-2.0-0.dll"),
        [Gtk] = ("libgtk-x11-2.0.so.0", "libgtk-win32-2.0-0.dll"),
    };

    /// <summary>Whether GIMP 2.10's own library is on this machine.</summary>
    public static bool GimpIsInstalled => NativeLibrary.TryLoad(FileName(Gimp), out _);

    /// <summary>What GIMP's own library is called here.</summary>
    public static string FileName(string name) => OperatingSystem.IsWindows() ? FileNames[name].Windows : FileNames[name].Linux;

    // The names above must resolve before the first call into any of them.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        FileNames.ContainsKey(name) ? NativeLibrary.Load(FileName(name)) : 0;
}
