using NetVips;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Starts libvips, once a process.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<Exception?> _failure = new(Start);

    /// <exception cref="PictureLibraryMissingException">The native library cannot be loaded.</exception>
    public static void Demand()
    {
        if (_failure.Value is { } failure)
        {
            throw new PictureLibraryMissingException(
                OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42", failure);
        }
    }

    private static Exception? Start()
    {
        try
        {
            if (!ModuleInitializer.VipsInitialized)
                return ModuleInitializer.Exception ?? new DllNotFoundException("libvips did not start.");

            // Pictures come from strangers: only the readers that are called by name below, and those hardened.
            NetVips.NetVips.BlockUntrusted = true;

            // This program's own files of samples: no reader recognises one by its content.
            Operation.Block("VipsForeignLoadRaw", false);

            // Every picture is read once, so that a cache of operations would only keep it in memory.
            (Cache.Max, Cache.MaxFiles, Cache.MaxMem) = (0, 0, 0);

            // What matters arrives as an exception.
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, (_, _, _) => { });
            return null;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException
            or BadImageFormatException)
        {
            return exception;
        }
    }
}
