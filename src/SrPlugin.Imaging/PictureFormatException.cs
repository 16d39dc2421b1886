namespace SrPlugin.Imaging;

/// <summary>A file is no picture that can be read, is damaged or cut off, or a picture does not fit into a format.</summary>
public sealed class PictureFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and, where known, what can be done.</param>
    /// <param name="format">The format as far as it was recognised.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public PictureFormatException(string message, PictureFormat? format = null, Exception? innerException = null)
        : base(message, innerException) => Format = format;

    /// <summary>The format as far as it was recognised.</summary>
    public PictureFormat? Format { get; }
}
