using System.Reflection;
using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>Finds the system's image libraries under the names that distributions give them.</summary>
internal static class NativeLibraries
{
    public const string Spng = "spng";
    public const string TurboJpeg = "turbojpeg";
    public const string WebP = "webp";
    public const string Tiff = "tiff";

    private static readonly (string Library, string Package, string[] Files)[] _known =
    [
        (Spng, "libspng0", ["libspng.so.0", "libspng.so", "libspng.0.dylib", "spng.dll"]),
        (TurboJpeg, "libturbojpeg0 (Ubuntu: libturbojpeg)", ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "turbojpeg.dll"]),
        (WebP, "libwebp7", ["libwebp.so.7", "libwebp.so", "libwebp.7.dylib", "libwebp.dll"]),
        (Tiff, "libtiff6 (older releases: libtiff5)", ["libtiff.so.6", "libtiff.so.5", "libtiff.so", "libtiff.6.dylib", "tiff.dll"]),
    ];

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <summary>Makes the names resolvable; every class of imports calls it before its first import.</summary>
    public static void Register()
    {
        // The static constructor did it.
    }

    /// <summary>A function's address, for handing it to its own library.</summary>
    public static IntPtr Export(string library, string function) =>
        NativeLibrary.GetExport(Resolve(library, typeof(NativeLibraries).Assembly, null), function);

    private static IntPtr Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var (name, package, files) in _known)
        {
            if (name == library)
                return Load(package, files, assembly, path);
        }

        return IntPtr.Zero;
    }

    /// <summary>Loads the first of a library's files that there is.</summary>
    /// <exception cref="PictureLibraryMissingException">There is none.</exception>
    internal static IntPtr Load(string package, string[] files, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(file, assembly, path, out var handle))
                return handle;
        }

        throw new PictureLibraryMissingException(files[0], package);
    }
}
