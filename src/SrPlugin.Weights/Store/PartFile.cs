using System.Security.Cryptography;
using System.Text.Json;

namespace SrPlugin.Weights.Store;

/// <summary>
/// A file that is still arriving: <c>NAME.part</c> with the bytes, <c>NAME.part.json</c> with what they belong to and how many of them are
/// safely on the disk. After a crash only those are used again.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private const long CheckpointBytes = 32 << 20;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private PartState _state;

    private PartFile(string path, FileStream stream, PartState state) => (_path, _stream, _state) = (path, stream, state);

    /// <summary>Gets the number of bytes that have arrived.</summary>
    public long Length => _stream.Length;

    /// <summary>Gets what the server said the bytes belong to: the value for If-Range; null when it said nothing of use.</summary>
    public string? Validator => _state.Validator;

    /// <summary>Gets the length of the whole file; null when unknown.</summary>
    public long? TotalLength => _state.TotalLength;

    /// <summary>Opens what has arrived so far, if it can be continued from this source; nothing otherwise.</summary>
    public static PartFile Open(string path, DownloadSource source)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PartState? known = ReadState(StatePath(path));
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        try
        {
            // The same content by its hash, or the same address with a validator that the server will be asked about.
            bool isSame = known is not null && (source.Sha256 is { } hash
                ? hash.Equals(known.Sha256, StringComparison.OrdinalIgnoreCase)
                : known.Sha256 is null && known.Address == source.Address.ToString() && known.Validator is not null);
            var part = new PartFile(path, stream, isSame
                ? known! with { Validator = known.Address == source.Address.ToString() ? known.Validator : null }
                : new PartState(source.Address.ToString(), source.Sha256, null, null, 0));
            part.Keep(isSame ? Math.Min(known!.SafeLength, stream.Length) : 0);
            return part;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a file that arrived in part.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(StatePath(path));
    }

    /// <summary>Notes what a server says about the file that begins to arrive.</summary>
    public void Describe(DownloadSource source, string? validator, long? totalLength)
    {
        _state = new PartState(source.Address.ToString(), source.Sha256, validator, totalLength, _state.SafeLength);
        WriteState();
    }

    /// <summary>Drops everything that has arrived.</summary>
    public void Restart() => Keep(0);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(bytes.Span);
        if (Length - _state.SafeLength >= CheckpointBytes)
            MakeSafe();
    }

    /// <summary>Puts every byte that has arrived safely onto the disk.</summary>
    public void MakeSafe()
    {
        _stream.Flush(flushToDisk: true);
        _state = _state with { SafeLength = Length };
        WriteState();
    }

    /// <summary>Computes the SHA-256 of everything that has arrived.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the file its name. This object must be disposed before.</summary>
    public static void Complete(string path, string target)
    {
        File.Move(path, target, overwrite: true);
        File.Delete(StatePath(path));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private static string StatePath(string path) => path + ".json";

    private static PartState? ReadState(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<PartState>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void WriteState() => File.WriteAllBytes(StatePath(_path), JsonSerializer.SerializeToUtf8Bytes(_state));

    private void Keep(long length)
    {
        _stream.SetLength(length);
        _state = _state with { SafeLength = length };
        _ = _hash.GetHashAndReset();
        _stream.Position = 0;
        var block = new byte[1 << 20];
        for (int read; (read = _stream.Read(block)) > 0;)
            _hash.AppendData(block, 0, read);
    }

    private sealed record PartState(string Address, string? Sha256, string? Validator, long? TotalLength, long SafeLength);
}
