namespace SrPlugin.Weights;

/// <summary>
/// Named tensors that can be read one at a time: a checkpoint file, a view of another source, tensors in memory or
/// values made by a rule. Reading is safe from several threads at once.
/// </summary>
public abstract class WeightsSource : IDisposable
{
    /// <summary>Every tensor by name, in the order of the file.</summary>
    public abstract IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Copies one tensor, contiguous and row-major, little-endian, into <paramref name="destination"/>.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">Exactly <see cref="TensorInfo.ByteCount"/> bytes.</param>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="WeightsFormatException">The tensor cannot be read from its file.</exception>
    public abstract void Read(string name, Span<byte> destination);

    /// <summary>Copies one tensor into a new array; see <see cref="Read(string, Span{byte})"/>.</summary>
    /// <exception cref="WeightsFormatException">The tensor is larger than 2 GiB, or cannot be read from its file.</exception>
    public byte[] Read(string name)
    {
        var tensor = Find(name);
        var bytes = new byte[CheckedLength(tensor)];
        Read(name, bytes);
        return bytes;
    }

    /// <summary>
    /// Opens a weights file, telling safetensors, torch's zip format and torch's older format apart by content;
    /// a <c>*.safetensors.index.json</c> opens all the files it lists as one.
    /// </summary>
    /// <param name="path">The file. It stays open (and mapped) until the source is disposed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">The file is of no known format, damaged, or refused as unsafe.</exception>
    public static WeightsSource Open(string path) => WeightsFile.Open(path);

    /// <summary>Closes what the source holds open. Views do not close the source they look at.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the source holds open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>The tensor called <paramref name="name"/>, for implementations of <see cref="Read(string, Span{byte})"/>.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    protected TensorInfo Find(string name) =>
        Tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new KeyNotFoundException($"There is no tensor '{name}' among the {Tensors.Count} of {this}.");

    /// <summary><see cref="Find(string)"/>, and checks that the destination has the tensor's length.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    protected TensorInfo Find(string name, Span<byte> destination)
    {
        var tensor = Find(name);
        if (CheckedLength(tensor) != destination.Length)
            throw new ArgumentException(
                $"{tensor} holds {tensor.ByteCount} bytes, but the destination has {destination.Length}.", nameof(destination));
        return tensor;
    }

    private int CheckedLength(TensorInfo tensor) =>
        tensor.ByteCount <= Array.MaxLength
            ? (int)tensor.ByteCount
            : throw new WeightsFormatException(ToString()!, $"{tensor} holds {tensor.ByteCount} bytes; one tensor may hold at most 2 GiB");
}
