namespace SrPlugin.Weights.Store;

/// <summary>Thrown when a model cannot be downloaded, imported or removed.</summary>
public sealed class ModelStoreException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="ModelStoreException"/> class.</summary>
    /// <param name="fault">The reason.</param>
    /// <param name="message">What failed, with the values.</param>
    /// <param name="remedy">What the user can do.</param>
    /// <param name="innerException">The exception that was caught, if any.</param>
    public ModelStoreException(StoreFault fault, string message, string remedy, Exception? innerException = null)
        : base(message, innerException) => (Fault, Remedy) = (fault, remedy);

    /// <summary>Gets the reason.</summary>
    public StoreFault Fault { get; }

    /// <summary>Gets what the user can do.</summary>
    public string Remedy { get; }
}
