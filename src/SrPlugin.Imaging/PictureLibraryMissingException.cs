namespace SrPlugin.Imaging;

/// <summary>A library of the system that reads or writes pictures cannot be loaded.</summary>
public sealed class PictureLibraryMissingException : DllNotFoundException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="library">The library's file.</param>
    /// <param name="package">What Debian calls the package that holds it.</param>
    public PictureLibraryMissingException(string library, string package)
        : base($"The system library {library}, which reads and writes pictures, is missing. On Debian or Ubuntu, install the package {package} with apt-get.") =>
        (Library, Package) = (library, package);

    /// <summary>The library's file.</summary>
    public string Library { get; }

    /// <summary>What Debian calls the package that holds it.</summary>
    public string Package { get; }
}
