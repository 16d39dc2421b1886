using System.Numerics;
using System.Runtime.InteropServices;
using static SrPlugin.Weights.Tests.TorchArchive;

namespace SrPlugin.Weights.Tests;

/// <summary>Forms of torch checkpoints that the golden files do not hold.</summary>
public sealed class TorchFormatTests
{
    private static readonly byte[] _floats = MemoryMarshal.AsBytes<float>([0f, 1f, 2f, 3f, 4f, 5f]).ToArray();
    private static readonly string _tensor = Tensor(Storage("FloatStorage", "0", 6), 0, [2, 3], [3, 1]);

    [Theory]
    [InlineData("archive/", false)]
    [InlineData("a name of many words/", false)]
    [InlineData("", false)]
    [InlineData("archive/", true)]
    public void Open_AnyRootAndZip64_IsRead(string root, bool zip64)
    {
        using var file = Open(Zip(
            [
                (root + "data.pkl", Bytes(Dict("t", _tensor))), (root + "byteorder", Bytes("little")), (root + "data/0", _floats),
                (root + "version", Bytes("3\n")), (root + ".data/serialization_id", Bytes("1")),
                (root + "code/__torch__.py", Bytes("import os")),
            ],
            zip64));
        Floats(file, "t").ShouldBe([0f, 1f, 2f, 3f, 4f, 5f]);
    }

    [Fact]
    public void Open_CudaStorageTransposedWithOffset_IsReadContiguousOnTheCpu()
    {
        using var file = Open(
            Zip(Dict("t", Tensor(Storage("FloatStorage", "0", 6, "cuda:0"), 1, [2, 2], [1, 3])), ("archive/data/0", _floats)));
        Floats(file, "t").ShouldBe([1f, 4f, 2f, 5f]);
    }

    [Theory]
    [InlineData("ByteStorage", 1)]
    [InlineData("HalfStorage", 2)]
    [InlineData("IntStorage", 4)]
    [InlineData("DoubleStorage", 8)]
    public void Read_TransposedOfAnyElementSize_MovesWholeElements(string type, int size)
    {
        var stored = Enumerable.Range(0, 6 * size).Select(i => (byte)i).ToArray();
        using var file = Open(Zip(Dict("t", Tensor(Storage(type, "0", 6), 0, [3, 2], [1, 3])), ("archive/data/0", stored)));
        file.Read("t").Chunk(size).Select(element => element[0] / size).ShouldBe([0, 3, 1, 4, 2, 5]);
    }

    [Fact]
    public void Open_TensorAsRoot_HasTheEmptyName()
    {
        using var file = Open(Zip($"\u0080\u0002{_tensor}.", ("archive/data/0", _floats)));
        file.Tensors.Keys.ShouldBe([""]);
    }

    [Fact]
    public void Open_Protocol4WithFramesAndMemoize_IsRead()
    {
        var pickle = $"\u0080\u0004\u0095{Int64(99)}}}\u0094\u008c\u0001a\u0094\u008c\u0005torch\u008c\u0006device\u0093\u0094\u008c\u0004cuda\u0094K\u0001\u0086R\u0094s.";
        using var file = Open(Zip(pickle));
        file.Values["a"].ShouldBe("cuda:1");
    }

    [Fact]
    public void Open_ValuesThatAreNoTensors_AreListed()
    {
        var size = $"ctorch\nSize\n(K\u0002K\u0003t\u0085R";
        var pickle = $"\u0080\u0002({size}ctorch\nfloat16\nC\u0002\u0001\u0002U\u0002hi\u008a\u0009{Int64(0)}\u0001{Storage("UntypedStorage", "0", 24)}t.";
        using var file = Open(Zip(pickle, ("archive/data/0", _floats)));
        file.Values["0/1"].ShouldBe(3L);
        file.Values["1"].ShouldBe("torch.float16");
        file.Values["2"].ShouldBe(new byte[] { 1, 2 });
        file.Values["3"].ShouldBe("hi");
        file.Values["4"].ShouldBe(BigInteger.One << 64);
        file.Tensors["5"].ToString().ShouldBe("5 uint8[24]");
        file.Read("5").ShouldBe(_floats);
    }

    [Fact]
    public void Open_IntegerKeysAndParameterWithState_AreNamed()
    {
        var parameter = $"ctorch._utils\n_rebuild_parameter_with_state\n({_tensor}\u0088ccollections\nOrderedDict\n)R}}tR";
        using var file = Open(Zip($"\u0080\u0002}}K\u0007]{parameter}as.", ("archive/data/0", _floats)));
        file.Tensors.Keys.ShouldBe(["7/0"]);
    }

    [Fact]
    public void Open_LegacyStorageView_IsRead()
    {
        var view = Storage("FloatStorage", "10", 6, "cuda:0", $"({Text("v")}{Long(2)}{Long(3)}t");
        using var file = Open(Legacy(Dict("t", Tensor(view, 1, [2], [1])), "10", 6));
        Floats(file, "t").ShouldBe([3f, 4f]);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(-1, 2)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(0, -1)]
    public void Open_LegacyViewOutsideItsStorage_IsRefused(long first, long count)
    {
        var view = Storage("FloatStorage", "10", 6, "cpu", $"({Text("v")}{Long(first)}{Long(count)}t");
        Refusal(Legacy(Dict("t", Tensor(view, 0, [1], [1])), "10", 6)).ShouldContain("the view of storage '10' lies outside it");
    }

    [Theory]
    [InlineData("10", 7, "has 7 elements instead of 6")]
    [InlineData("11", 6, "names '11', which no tensor uses")]
    [InlineData("10", long.MaxValue, "elements instead of 6")]
    public void Open_LegacyStorageThatDoesNotMatch_IsRefused(string key, long count, string reason) =>
        Refusal(Legacy(Dict("t", _tensor.Replace(Text("0"), Text("10"))), key, count)).ShouldContain(reason);

    [Fact]
    public void Open_LegacyStorageBeyondTheFile_IsRefused() =>
        Refusal(Legacy(Dict("t", Tensor(Storage("FloatStorage", "10", long.MaxValue / 4), 0, [1], [1])), "10", long.MaxValue / 4))
            .ShouldContain("more than the file");

    [Fact]
    public void Open_LegacyWithoutStorage_IsRefused() =>
        Refusal(Bytes($"{LegacyPreamble}{Dict("t", _tensor)}\u0080\u0002].")).ShouldContain("storage '0' is not in the file");

    [Fact]
    public void Open_BigEndian_IsRefused()
    {
        Refusal(Zip("N.", ("archive/byteorder", Bytes("big")))).ShouldContain("big-endian");
        Refusal(Bytes(LegacyPreamble.Replace("\u0088s.", "\u0089s."))).ShouldContain("big-endian");
    }

    [Fact]
    public void Open_ZipOrPickleOfSomethingElse_SaysSo()
    {
        Refusal(Zip([("word/document.xml", [])])).ShouldContain("a zip archive without data.pkl");
        Refusal(Zip([("a/data.pkl", []), ("b/data.pkl", [])])).ShouldContain("several data.pkl");
        Refusal(Zip([("a/data.pkl", []), ("a/data.pkl", [])])).ShouldContain("the record 'a/data.pkl' occurs twice");
        Refusal(Bytes("\u0080\u0002}.")).ShouldContain("a Python pickle, but not a checkpoint of torch.save");
        Refusal(Bytes("PK\u0003\u0004 and no more")).ShouldContain("was the download complete?");
    }

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 }, "reaches element 7 of storage '0', which has 6")]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 4, 1 }, "reaches element 7")]
    [InlineData(6, new long[] { 1 }, new long[] { 1 }, "reaches element 7")]
    [InlineData(7, new long[] { 0 }, new long[] { 1 }, "reaches element 7")]
    [InlineData(-1, new long[] { 1 }, new long[] { 1 }, "negative")]
    [InlineData(0, new long[] { -1 }, new long[] { 1 }, "negative")]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, "negative")]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 1 }, "2 sizes and 1 strides")]
    [InlineData(long.MaxValue, new long[] { 1 }, new long[] { 1 }, "too large")]
    [InlineData(0, new long[] { 3 }, new long[] { long.MaxValue }, "too large")]
    [InlineData(0, new long[] { long.MaxValue }, new long[] { 0 }, "too large")]
    [InlineData(0, new long[] { 1L << 40 }, new long[] { 0 }, "far more than the whole file")]
    public void Open_TensorOutsideItsStorage_IsRefused(long offset, long[] shape, long[] strides, string reason) =>
        Refusal(Zip(Dict("t", Tensor(Storage("FloatStorage", "0", 6), offset, shape, strides)), ("archive/data/0", _floats)))
            .ShouldContain(reason);

    [Fact]
    public void Open_TooManyDimensions_IsRefused() =>
        Refusal(Zip(Dict("t", Tensor(Storage("FloatStorage", "0", 6), 0, new long[33], new long[33])), ("archive/data/0", _floats)))
            .ShouldContain("33 dimensions; at most 32");

    [Fact]
    public void Open_StorageMissingOrTooShort_IsRefused()
    {
        Refusal(Zip(Dict("t", _tensor))).ShouldContain("no storage '0'");
        Refusal(Zip(Dict("t", _tensor), ("archive/data/0", _floats[..^1]))).ShouldContain("claims 6 elements, but its record has 23 bytes");
    }

    [Fact]
    public void Open_DamagedZip64End_IsRefused()
    {
        var content = Zip([("archive/data.pkl", Bytes("N."))], zip64: true);
        var end = content.AsSpan().LastIndexOf("PK\u0006\u0006"u8);
        content[end] ^= 1;
        Refusal(content).ShouldContain("the zip64 end record is not where it should be");
    }

    [Fact]
    public void Open_DirectoryBeyondTheFile_IsRefusedBeforeAllocating()
    {
        var content = Zip("N.");
        BitConverter.TryWriteBytes(content.AsSpan(content.Length - 10), 0x7fffffff);
        Refusal(content).ShouldContain("at most 268435456 are accepted");
        BitConverter.TryWriteBytes(content.AsSpan(content.Length - 10), 0x0fffffff);
        Refusal(content).ShouldContain("truncated or damaged");
    }

    [Fact]
    public void Constructor_RefusedFile_IsClosed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.pt", Zip("cposix\nsystem\n."));
        Should.Throw<UnsafeCheckpointException>(() => new TorchCheckpointFile(path)).File.ShouldBe(path);
        File.Move(path, path + ".moved");
    }

    [Fact]
    public void Open_CompressedRecord_IsRefusedUnread() =>
        Refusal(Zip([("archive/data.pkl", new byte[100])], method: 8)).ShouldContain("'archive/data.pkl' is compressed or encrypted");

    private static byte[] Legacy(string pickle, string key, long count) =>
        [.. Bytes($"{LegacyPreamble}{pickle}\u0080\u0002]({Text(key)}e.{Int64(count)}"), .. _floats];

    private static TorchCheckpointFile Open(byte[] content) => (TorchCheckpointFile)WeightsFile.Open(new MemoryBytes("test", content));

    private static string Refusal(byte[] content) => Should.Throw<WeightsFormatException>(() => Open(content)).Message;

    private static float[] Floats(WeightsSource source, string name) => MemoryMarshal.Cast<byte, float>(source.Read(name)).ToArray();
}
