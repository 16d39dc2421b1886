namespace SrPlugin.Imaging;

/// <summary>Thrown when the native library that reads and writes pictures cannot be loaded.</summary>
public sealed class PictureLibraryMissingException : DllNotFoundException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="library">The library's file.</param>
    /// <param name="innerException">Why it cannot be loaded.</param>
    public PictureLibraryMissingException(string library, Exception? innerException = null)
        : base(
            $"The library {library}, which reads and writes pictures, cannot be loaded"
            + (innerException is null ? "." : $" ({(innerException.InnerException ?? innerException).Message.Split('\n')[0]}).")
            + " It belongs to the program and lies beside it: unpack the whole download again.",
            innerException) => Library = library;

    /// <summary>The library's file.</summary>
    public string Library { get; }
}
