using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SrPlugin.Weights.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_GoldenFile_ListsEveryTensorAndReadsItsBytes()
    {
        using var expected = Golden.Json("s3diff", "mixed_expected.json");
        using var file = new SafetensorsFile(Golden.File("s3diff", "mixed_expected.safetensors"));
        var tensors = expected.RootElement.GetProperty("tensors");
        file.Tensors.Keys.ShouldBe(tensors.EnumerateObject().Select(item => item.Name), ignoreOrder: true);
        foreach (var item in tensors.EnumerateObject())
        {
            file.Tensors[item.Name].ElementType.ToString().ToLowerInvariant().ShouldBe(item.Value.GetProperty("dtype").GetString());
            file.Tensors[item.Name].Shape.ShouldBe(item.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
            file.Read(item.Name).LongLength.ShouldBe(file.Tensors[item.Name].ByteCount);
        }
        BitConverter.ToSingle(file.Read("scalar")).ShouldBe(tensors.GetProperty("scalar").GetProperty("mean").GetSingle());
        MemoryMarshal.Cast<byte, long>(file.Read("i64"))
            .ToArray().Average().ShouldBe(tensors.GetProperty("i64").GetProperty("mean").GetDouble());
    }

    [Fact]
    public void Write_EveryElementTypeAndMetadata_ReadsBackTheSame()
    {
        var source = new InMemoryWeights();
        foreach (var type in Enum.GetValues<TensorElementType>())
            source.Add($"t.{type}", type, [3, 1], Enumerable.Range(1, 3 * type.ByteSize()).Select(i => (byte)i).ToArray());
        source.Add("scalar", [], [2.5f]).Add("empty", [0, 4], ReadOnlySpan<float>.Empty).Add("naïve \"名\"", [1], [1f]);
        var path = _folder.File("all.safetensors");

        SafetensorsFile.Write(path, source, new Dictionary<string, string> { ["rank_unet"] = "6", ["text"] = "ä\n" });

        using var file = (SafetensorsFile)WeightsSource.Open(path);
        file.Metadata.ShouldBe(new Dictionary<string, string> { ["rank_unet"] = "6", ["text"] = "ä\n" }, ignoreOrder: true);
        file.Tensors.Keys.ShouldBe(source.Tensors.Keys, ignoreOrder: true);
        foreach (var (name, tensor) in source.Tensors)
        {
            file.Tensors[name].ElementType.ShouldBe(tensor.ElementType);
            file.Tensors[name].Shape.ShouldBe(tensor.Shape);
            file.Read(name).ShouldBe(source.Read(name));
        }
        var bytes = File.ReadAllBytes(path);
        (BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8).ShouldBe(0);
        Directory.GetFiles(_folder.Root).ShouldBe([path]);
    }

    [Fact]
    public void Write_OtherOrder_GivesTheSameBytes()
    {
        var first = new InMemoryWeights().Add("a", [2], [1f, 2f]).Add("b", TensorElementType.UInt8, [1], [7]);
        var second = new InMemoryWeights().Add("b", TensorElementType.UInt8, [1], [7]).Add("a", [2], [1f, 2f]);
        SafetensorsFile.Write(_folder.File("1"), first);
        SafetensorsFile.Write(_folder.File("2"), second);
        File.ReadAllBytes(_folder.File("1")).ShouldBe(File.ReadAllBytes(_folder.File("2")));
    }

    [Fact]
    public void Write_SourceFails_LeavesTheOldFileAndNoTemporary()
    {
        var path = _folder.Write("old.safetensors", "old");
        Should.Throw<ArgumentException>(() => SafetensorsFile.Write(path, new InMemoryWeights().Add("__metadata__", [1], [1f])));
        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFiles(_folder.Root).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x""", 8, "JSON")]
    [InlineData("""{"a":[]}""", 0, "StartObject expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "was the download complete?")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "was the download complete?")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fit its 0…8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "lacks dtype, shape or data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F8_E5M2","shape":[8],"data_offsets":[0,8]}}""", 8, "F8_E5M2, which is not supported")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 8, "occurs twice")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}""", 12,
        "overlap or leave a gap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "overlap or leave a gap")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "String expected")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "the metadata key 'a' occurs twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}}""", 0, "unknown property 'x'")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "JSON")]
    public void Open_DamagedHeader_IsRefusedWithTheReason(string header, int dataBytes, string reason)
    {
        var path = _folder.Write("bad.safetensors", Compose((ulong)Encoding.UTF8.GetByteCount(header), header, dataBytes));
        var fault = Should.Throw<WeightsFormatException>(() => WeightsSource.Open(path));
        fault.Message.ShouldContain(reason);
        fault.Message.ShouldContain(path);
        File.Delete(path);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001ul)]
    [InlineData(1000ul)]
    public void Open_HeaderLengthBeyondTheFile_IsRefusedBeforeAllocating(ulong length)
    {
        var path = _folder.Write("bad.safetensors", Compose(length, "{}", 0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<WeightsFormatException>(() => new SafetensorsFile(path));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
    }

    [Fact]
    public void Read_FileBeyondFourGiB_ReadsAtTheOffsetAndRefusesATensorBeyondTwoGiB()
    {
        var header = """{"big":{"dtype":"U8","shape":[5000000000],"data_offsets":[0,5000000000]},"end":{"dtype":"I32","shape":[1],"data_offsets":[5000000000,5000000004]}}""";
        using var file = new SafetensorsFile(new SparseBytes(Compose((ulong)header.Length, header, 0), 5_000_000_004));
        file.Read("end").ShouldBe([42, 42, 42, 42]);
        Should.Throw<WeightsFormatException>(() => file.Read("big")).Message.ShouldBe(
            "sparse: big uint8[5000000000] holds 5000000000 bytes; one tensor may hold at most 2 GiB");
        Should.Throw<WeightsFormatException>(() => SafetensorsFile.Write(_folder.File("copy"), file));
        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public void Open_NotWeights_SaysSo()
    {
        Should.Throw<WeightsFormatException>(
            () => WeightsSource.Open(_folder.Write("empty", ""))).Message.ShouldContain("the file is empty");
        Should.Throw<WeightsFormatException>(() => WeightsSource.Open(_folder.Write("html", "<html>404</html>"))).Message.ShouldContain("neither safetensors");
        Should.Throw<FileNotFoundException>(() => WeightsSource.Open(_folder.File("absent")));
    }

    [Fact]
    public void Read_WrongNameOrLength_IsRefused()
    {
        var path = _folder.File("a.safetensors");
        SafetensorsFile.Write(path, new InMemoryWeights().Add("a", [2], [1f, 2f]));
        var file = new SafetensorsFile(path);
        Should.Throw<KeyNotFoundException>(() => file.Read("b")).Message.ShouldContain(path);
        Should.Throw<ArgumentException>(() => file.Read("a", new byte[4])).Message.ShouldContain("a float32[2] holds 8 bytes");
        file.Dispose();
        Should.Throw<ObjectDisposedException>(() => file.Read("a"));
    }

    private static byte[] Compose(ulong length, string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        text.CopyTo(bytes, 8);
        return bytes;
    }

    /// <summary>A file of any length: what is given, then the byte 42.</summary>
    private sealed class SparseBytes(byte[] start, long dataLength) : ByteSource("sparse", start.Length + dataLength)
    {
        public override void Dispose()
        {
        }

        protected override void ReadCore(long offset, Span<byte> destination)
        {
            for (var i = 0; i < destination.Length; i++)
                destination[i] = offset + i < start.Length ? start[offset + i] : (byte)42;
        }
    }
}
