using System.Buffers.Binary;
using SrPlugin.Weights.Pickle;

namespace SrPlugin.Weights;

/// <summary>Tells the formats of weights files apart by content; names and extensions mean nothing.</summary>
internal static class WeightsFile
{
    public static WeightsSource Open(string path)
    {
        using (var stream = File.OpenRead(path))
        {
            // Text read as the header length of a safetensors file is longer than any file.
            Span<byte> start = stackalloc byte[sizeof(long)];
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[0] == '{' &&
                BinaryPrimitives.ReadUInt64LittleEndian(start) > (ulong)stream.Length)
                return new ShardedWeights(path);
        }
        return OpenSingle(path);
    }

    public static WeightsSource OpenSingle(string path)
    {
        var bytes = MappedBytes.Open(path);
        try
        {
            return Open(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The source owns <paramref name="bytes"/> from now on; if this throws, the caller still does.</summary>
    public static WeightsSource Open(ByteSource bytes)
    {
        Span<byte> start = stackalloc byte[9];
        start = start[..(int)Math.Min(start.Length, bytes.Length)];
        bytes.Read(0, start);
        if (start.Length == 9 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)bytes.Length)
            return new SafetensorsFile(bytes);
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith((ReadOnlySpan<byte>)[(byte)PickleOpcode.Proto]))
            return new TorchCheckpointFile(bytes);
        throw new WeightsFormatException(bytes.Name, bytes.Length == 0
            ? "the file is empty"
            : "neither safetensors nor a checkpoint of torch.save (zip or older); was the download complete?");
    }
}
