using static SrPlugin.Weights.Tests.TorchArchive;

namespace SrPlugin.Weights.Tests;

/// <summary>Pickles made to harm. Both formats share the reader; each pickle is tried in both.</summary>
public sealed class UnsafeCheckpointTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "\u0080\u0002cposix\nsystem\nX\u0002\0\0\0id\u0085R.", "posix.system" },
        { "\u0080\u0002cos\nsystem\nX\u0002\0\0\0id\u0085R.", "os.system" },
        { "\u0080\u0002cnt\nsystem\nX\u0002\0\0\0id\u0085R.", "nt.system" },
        { "\u0080\u0002cbuiltins\neval\nX\u0001\0\0\01\u0085R.", "builtins.eval" },
        { "\u0080\u0002c__builtin__\neval\nX\u0001\0\0\01\u0085R.", "__builtin__.eval" },
        { "\u0080\u0002csubprocess\nPopen\n)R.", "subprocess.Popen" },
        { "\u0080\u0002cwebbrowser\nopen\n)R.", "webbrowser.open" },
        { "\u0080\u0002ctorch\nload\n)R.", "torch.load" },
        { "\u0080\u0002ctorch.hub\nload\n)R.", "torch.hub.load" },
        { "\u0080\u0002ctorch.jit._serialization\nload\n)R.", "torch.jit._serialization.load" },
        { "\u0080\u0002ctorch._utils\n_rebuild_qtensor\n)R.", "torch._utils._rebuild_qtensor" },
        { "\u0080\u0002cnumpy.core.multiarray\nscalar\n)R.", "numpy.core.multiarray.scalar" },
        { "\u0080\u0002ccollections\ndefaultdict\n)R.", "collections.defaultdict" },
        { "\u0080\u0002}X\u0001\0\0\0acposix\nsystem\ns.", "posix.system" },
        { "\u0080\u0002ctorch\nFloatStorage \n.", "torch.FloatStorage?" },
        { "\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093.", "posix.system" },
        { "\u0080\u0004\u008c\u000ctorch._utils\u008c\u001e_rebuild_tensor_v2.__globals__\u0093.", "torch._utils._rebuild_tensor_v2.__globals__" },
        { "\u0080\u0004\u008c\u0005posix\u0094\u008c\u0006system\u0094h\0h\u0001\u0093.", "posix.system" },
        { "\u0080\u0004ccollections\nOrderedDict\n\u008c\u0005posix\u008c\u0006system\u0093.", "posix.system" },
        { "(iposix\nsystem\n.", "posix.system" },
        { "(ccollections\nOrderedDict\no.", "opcode OBJ" },
        { "\u0080\u0002ccollections\nOrderedDict\n)\u0081.", "opcode NEWOBJ" },
        { "\u0080\u0004ccollections\nOrderedDict\n)}\u0092.", "opcode NEWOBJEX" },
        { "\u0080\u0002\u0082\u0001.", "opcode EXT1" },
        { "\u0080\u0002\u0083\u0001\0.", "opcode EXT2" },
        { "\u0080\u0002\u0084\u0001\0\0\0.", "opcode EXT4" },
        { "Pstorage\n.", "opcode PERSID" },
        { "I01\n.", "opcode INT" },
        { "\u0080\u0004\u008f.", "opcode EMPTYSET" },
    };

    public static TheoryData<string, string> Damaged => new()
    {
        { "\u0080\u0002K\u0001Q.", "a persistent id is not a tuple" },
        { "\u0080\u0002)Q.", "a persistent id is not ('storage'" },
        { "\u0080\u0002" + Storage("float32", "0", 1) + ".", "a persistent id is not ('storage'" },
        { "\u0080\u0002(" + Text("module") + "ctorch\nFloatStorage\n" + Text("0") + Text("cpu") + "K\u0001tQ.", "a persistent id is not ('storage'" },
        { "\u0080\u0002(" + Text("storage") + "ctorch\nFloatStorage\n" + Text("0") + Text("cpu") + "NtQ.", "a persistent id is not "
            + "('storage'" },
        { "\u0080\u0002X\u0002\0\0\0id)R.", "something that is no function is called" },
        { "\u0080\u0002ctorch\nFloatStorage\n)R.", "something that is no function is called" },
        { "\u0080\u0002ccollections\nOrderedDict\nNR.", "the arguments of a call are not a tuple" },
        { "\u0080\u0002ccollections\nOrderedDict\n]\u0085R.", "an OrderedDict has unexpected arguments" },
        { "\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor's arguments are not" },
        { "\u0080\u0002ctorch._utils\n_rebuild_parameter\n)R.", "a parameter is made from something other" },
        { "\u0080\u0002ctorch\nSize\nN\u0085R.", "a torch.Size is made from" },
        { "\u0080\u0002ctorch\ndevice\nN\u0085R.", "a torch.device has unexpected arguments" },
        { "\u0080\u0002]}b.", "attributes are set on something other" },
        { "\u0080\u0002)NNa.", "items are appended to something other" },
        { "\u0080\u0002)NNs.", "items are set on something other" },
        { "\u0080\u0002}(NNNu.", "without a value" },
        { "\u0080\u0002}NNs.", "a key is neither text nor an integer" },
        { "\u0080\u0002}(K\u0001NK\u0001Nu.", "the key '1' occurs twice" },
        { "\u0080\u0002ccollections\nOrderedDict\n.", "'' is a type or function" },
        { "\u0080\u0002X\u00ff\u00ff\u00ff\u00ffabc.", "a value claims 4294967295 bytes" },
        { "\u0080\u0002B\u00ff\u00ff\u00ff\u007fabc.", "a value claims 2147483647 bytes" },
        { "\u0080\u0002T\u00ff\u00ff\u00ff\u00ffabc.", "a value claims -1 bytes" },
        { "\u0080\u0002X\u00ff\u00ff\u0000\u0000abc", "truncated: the pickle needs 65535 more bytes" },
        { "\u0080\u0002X\u0002\0\0\0\u00c3\u0028.", "not UTF-8" },
        { "\u0080\u0002c" + new string('a', 300) + "\nb\n.", "longer than 256 characters" },
        { "\u0080\u0002" + new string('(', 100_000) + ".", "more than 1024 open marks" },
        { "\u0080\u0002h\u0005.", "nothing was remembered as 5" },
        { "\u0080\u0002q\u0000.", "the stack is empty" },
        { "\u0080\u0002.", "the stack is empty" },
        { "\u0080\u0002N(\u0085t.", "the stack is empty" },
        { "\u0080\u0002Nt.", "there is no mark" },
        { "\u0080\u0004NN\u0093.", "a global's name is not text" },
        { "\u0080\u0009.", "pickle protocol 9" },
        { "\u0080\u0002\u00ff.", "unknown opcode 0xff" },
        { "\u0080\u0002]q\0h\0a.", "contains itself" },
        { "\u0080\u0002}q\0" + Text("a") + "h\0s.", "contains itself" },
        { "\u0080\u0002)" + new string('\u0085', 100_000) + ".", "nested deeper than 64 levels" },
        { "\u0080\u0002}(" + Text("a/b") + "N" + Text("a") + "}" + Text("b") + "Nsu.", "the name 'a/b' occurs twice" },
        { Doubling(60), "unfolds into far more values" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Open_PickleThatAsksForMore_IsRefusedByName(string pickle, string refused)
    {
        foreach (var content in InBothFormats(pickle))
        {
            var fault = Should.Throw<UnsafeCheckpointException>(() => Open(content));
            fault.Refused.ShouldBe(refused);
            fault.Message.ShouldContain($"'{refused}'");
            fault.Offset.ShouldNotBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Open_DamagedPickle_IsRefusedWithTheReasonAndLittleMemory(string pickle, string reason)
    {
        foreach (var content in InBothFormats(pickle))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var fault = Should.Throw<WeightsFormatException>(() => Open(content));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
            fault.Message.ShouldContain(reason);
        }
    }

    [Fact]
    public void Open_HostileName_IsShownWithoutControlCharactersAndShortened()
    {
        var name = "\u001b[2J" + new string('x', 60_000);
        var fault = Should.Throw<UnsafeCheckpointException>(() => Open(Zip($"\u0080\u0004{Text("posix")}{Text(name)}\u0093.")));
        fault.Message.Length.ShouldBeLessThan(2_500);
        fault.Message.ShouldContain("posix.?[2Jxxx");
    }

    private static IEnumerable<byte[]> InBothFormats(string pickle) => [Zip(pickle), Bytes(LegacyPreamble + pickle + "\u0080\u0002].")];

    private static WeightsSource Open(byte[] content) => WeightsFile.Open(new MemoryBytes("test", content));

    // Each list holds the one before twice.
    private static string Doubling(int times) =>
        "\u0080\u0002]q\0" + string.Concat(Enumerable.Range(0, times).Select(i => $"](h{(char)i}h{(char)i}eq{(char)(i + 1)}")) + ".";
}
