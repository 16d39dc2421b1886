using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace SrPlugin.Weights;

/// <summary>The header of a safetensors file: <c>{"name":{"dtype":"F32","shape":[…],"data_offsets":[begin,end]},…}</c>.</summary>
internal sealed class SafetensorsHeader
{
    private const int LengthBytes = 8;
    private const long MaxHeaderBytes = 100_000_000;
    private const int MaxRank = 32;
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, TensorElementType> _types = new(StringComparer.Ordinal)
    {
        ["F64"] = TensorElementType.Float64,
        ["F32"] = TensorElementType.Float32,
        ["F16"] = TensorElementType.Float16,
        ["BF16"] = TensorElementType.BFloat16,
        ["I64"] = TensorElementType.Int64,
        ["I32"] = TensorElementType.Int32,
        ["I16"] = TensorElementType.Int16,
        ["I8"] = TensorElementType.Int8,
        ["U8"] = TensorElementType.UInt8,
        ["BOOL"] = TensorElementType.Bool,
    };

    private readonly string _file;

    private SafetensorsHeader(string file) => _file = file;

    public OrderedDictionary<string, TensorInfo> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Where each tensor starts, from the start of the file.</summary>
    public Dictionary<string, long> Offsets { get; } = new(StringComparer.Ordinal);

    public static SafetensorsHeader Read(ByteSource bytes)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        bytes.Read(0, prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes)
            throw new WeightsFormatException(bytes.Name, $"the header claims {length} bytes; at most {MaxHeaderBytes} are accepted", 0);
        var header = new SafetensorsHeader(bytes.Name);
        try
        {
            header.Parse(bytes.Read(LengthBytes, (long)length));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new WeightsFormatException(
                bytes.Name, $"the safetensors header is not valid JSON of the expected form: {e.Message}", LengthBytes, e);
        }
        header.CheckLayout(LengthBytes + (long)length, bytes.Length);
        return header;
    }

    public static void Write(Stream stream, IReadOnlyList<TensorInfo> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var tensor in ordered)
            {
                if (tensor.Name == MetadataKey)
                    throw new ArgumentException($"A tensor cannot be called '{MetadataKey}' in a safetensors file.", nameof(ordered));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", _types.First(type => type.Value == tensor.ElementType).Key);
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces pad the header so that the tensors start at a multiple of 8.
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, buffer.WrittenCount);
        stream.Write(prefix);
        stream.Write(buffer.WrittenSpan);
    }

    private void Parse(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var name = json.GetString()!;
            json.Read();
            Expect(ref json, JsonTokenType.StartObject);
            if (name == MetadataKey)
                ParseMetadata(ref json);
            else
                ParseTensor(ref json, name);
        }
        if (json.Read())
            throw new JsonException("More follows the closing brace.");
    }

    private void ParseMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var key = json.GetString()!;
            json.Read();
            Expect(ref json, JsonTokenType.String);
            if (!Metadata.TryAdd(key, json.GetString()!))
                throw Fault($"the metadata key '{key}' occurs twice");
        }
    }

    private void ParseTensor(ref Utf8JsonReader json, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var property = json.GetString()!;
            json.Read();
            switch (property)
            {
                case "dtype":
                    Expect(ref json, JsonTokenType.String);
                    type = json.GetString();
                    break;
                case "shape":
                    shape = ParseSizes(ref json, MaxRank, name);
                    break;
                case "data_offsets":
                    offsets = ParseSizes(ref json, 2, name);
                    break;
                default:
                    throw Fault($"tensor '{name}' has the unknown property '{property}'");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw Fault($"tensor '{name}' lacks dtype, shape or data_offsets");
        if (!_types.TryGetValue(type, out var elementType))
            throw Fault($"tensor '{name}' has the element type {type}, which is not supported");
        var tensor = new TensorInfo(name, elementType, shape);
        if (CountBytes(tensor) is not { } byteCount || begin > end || end - begin != byteCount)
            throw Fault($"{tensor} does not fit its {begin}…{end} bytes");
        if (!Tensors.TryAdd(name, tensor))
            throw Fault($"tensor '{name}' occurs twice");
        Offsets.Add(name, begin);
    }

    private List<long> ParseSizes(ref Utf8JsonReader json, int most, string name)
    {
        Expect(ref json, JsonTokenType.StartArray);
        var sizes = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var size = json.GetInt64();
            if (size < 0 || sizes.Count == most)
                throw Fault($"tensor '{name}' has a negative size or more than {most} of them");
            sizes.Add(size);
        }
        return sizes;
    }

    /// <summary>Turns offsets into file offsets after checking that the tensors fill the rest of the file exactly.</summary>
    private void CheckLayout(long dataStart, long fileLength)
    {
        var expected = 0L;
        foreach (var tensor in Tensors.Values.OrderBy(tensor => Offsets[tensor.Name]).ThenBy(tensor => tensor.ByteCount))
        {
            var begin = Offsets[tensor.Name];
            if (begin != expected)
                throw Fault($"{tensor} starts at byte {begin} of the data instead of {expected}: tensors overlap or leave a gap");
            expected = begin + tensor.ByteCount;
            Offsets[tensor.Name] = dataStart + begin;
        }
        if (expected != fileLength - dataStart)
            throw Fault(
                $"the header describes {expected} bytes of tensors, but {fileLength - dataStart} follow it; was the download complete?");
    }

    private static long? CountBytes(TensorInfo tensor)
    {
        try
        {
            return tensor.ByteCount;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
            throw new JsonException($"{type} expected instead of {json.TokenType} at byte {json.TokenStartIndex} of the header.");
    }

    private WeightsFormatException Fault(string problem) => new(_file, problem);
}
