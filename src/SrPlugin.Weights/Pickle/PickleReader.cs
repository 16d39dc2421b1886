using System.Numerics;

namespace SrPlugin.Weights.Pickle;

/// <summary>
/// Evaluates a pickle as data. Values are null, bool, long, <see cref="BigInteger"/>, double, string, byte[],
/// object?[] (tuples), List, <see cref="PickleDictionary"/>, <see cref="TorchTensor"/> and <see cref="TorchStorage"/>;
/// the only callables are those of <see cref="PickleGlobals"/>. Every count is limited, so that a hostile file costs
/// no more than a multiple of its own length.
/// </summary>
/// <param name="input">Where the pickle starts.</param>
/// <param name="load">What a persistent id stands for; throws <see cref="ArgumentException"/> when it stands for nothing.</param>
internal sealed class PickleReader(PickleCursor input, Func<object?[], TorchStorage> load)
{
    private const int MaxText = 1 << 20;
    private const int MaxName = 256;
    private const int MaxMarks = 1024;
    private const int MaxValues = 4_000_000;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private int _values;
    private long _at;

    /// <summary>Reads one pickle up to its STOP.</summary>
    /// <exception cref="UnsafeCheckpointException">The pickle names a global or instruction that is not allowed.</exception>
    /// <exception cref="WeightsFormatException">The pickle is damaged, or exceeds a limit.</exception>
    public object? Read()
    {
        while (true)
        {
            _at = input.Position;
            var opcode = (PickleOpcode)input.ReadByte();
            try
            {
                if (opcode == PickleOpcode.Stop)
                    return Pop();
                Execute(opcode);
            }
            catch (ArgumentException e)
            {
                throw Fault(e.Message, e);
            }
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                if (input.ReadByte() is var protocol and not (>= 2 and <= 5))
                    throw Fault($"pickle protocol {protocol} is not supported");
                break;
            case PickleOpcode.Frame:
                input.ReadInt64();
                break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)input.ReadInt32()); break;
            case PickleOpcode.BinInt1: Push((long)input.ReadByte()); break;
            case PickleOpcode.BinInt2: Push((long)input.ReadUInt16()); break;
            case PickleOpcode.Long1: Push(ReadLong()); break;
            case PickleOpcode.BinFloat: Push(input.ReadBigEndianDouble()); break;
            case PickleOpcode.ShortBinUnicode: Push(input.ReadUtf8(input.ReadByte(), MaxText)); break;
            case PickleOpcode.BinUnicode: Push(input.ReadUtf8(input.ReadUInt32(), MaxText)); break;
            // Text that Python 2 wrote as bytes.
            case PickleOpcode.ShortBinString: Push(input.ReadUtf8(input.ReadByte(), MaxText)); break;
            case PickleOpcode.BinString: Push(input.ReadUtf8(input.ReadInt32(), MaxText)); break;
            case PickleOpcode.ShortBinBytes: Push(input.ReadBytes(input.ReadByte(), MaxText)); break;
            case PickleOpcode.BinBytes: Push(input.ReadBytes(input.ReadUInt32(), MaxText)); break;

            case PickleOpcode.Mark:
                if (_marks.Count == MaxMarks)
                    throw Fault($"more than {MaxMarks} open marks");
                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: Push(PopMany(1)); break;
            case PickleOpcode.Tuple2: Push(PopMany(2)); break;
            case PickleOpcode.Tuple3: Push(PopMany(3)); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.Append: AppendTo(PopMany(1)); break;
            case PickleOpcode.Appends: AppendTo(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.BinPut: Remember(input.ReadByte()); break;
            case PickleOpcode.LongBinPut: Remember(input.ReadUInt32()); break;
            case PickleOpcode.Memoize: Remember((uint)_memo.Count); break;
            case PickleOpcode.BinGet: Push(Recall(input.ReadByte())); break;
            case PickleOpcode.LongBinGet: Push(Recall(input.ReadUInt32())); break;

            case PickleOpcode.Global:
                Push(FindGlobal($"{input.ReadLine(MaxName)}.{input.ReadLine(MaxName)}"));
                break;
            case PickleOpcode.StackGlobal:
                Push(
                    PopMany(2) is [string module, string name]
                        ? FindGlobal($"{module}.{name}")
                        : throw Fault("a global's name is not text"));
                break;
            case PickleOpcode.BinPersId:
                Push(load(Pop() as object?[] ?? throw Fault("a persistent id is not a tuple")));
                break;
            case PickleOpcode.Reduce:
                var arguments = Pop() as object?[] ?? throw Fault("the arguments of a call are not a tuple");
                Push(
                    Pop() is PickleGlobals.Constructor construct
                        ? construct(arguments)
                        : throw Fault("something that is no function is called"));
                break;
            case PickleOpcode.Build:
                // The attributes of a state dict (_metadata: versions of modules) say nothing about its tensors.
                Pop();
                if (Peek() is not PickleDictionary)
                    throw Fault("attributes are set on something other than an OrderedDict");
                break;

            case PickleOpcode.Inst:
                throw Refuse($"{input.ReadLine(MaxName)}.{input.ReadLine(MaxName)}");
            default:
                throw Enum.IsDefined(opcode)
                    ? Refuse($"opcode {opcode.ToString().ToUpperInvariant()}")
                    : Fault($"unknown opcode 0x{(byte)opcode:x2}");
        }
    }

    // Little-endian two's complement; whatever fits is a long, so that callers need to know one integer type only.
    private object ReadLong()
    {
        var value = new BigInteger(input.ReadBytes(input.ReadByte(), byte.MaxValue));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private object FindGlobal(string name) => PickleGlobals.Find(name) ?? throw Refuse(name);

    private void AppendTo(object?[] items)
    {
        if (Peek() is not List<object?> list)
            throw Fault("items are appended to something other than a list");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw Fault("items are set on something other than a dict, or without a value");
        for (var i = 0; i < items.Length; i += 2)
            dictionary.Set(items[i], items[i + 1]);
    }

    private void Remember(uint index)
    {
        if (_memo.Count == MaxValues)
            throw Fault($"more than {MaxValues} values are remembered");
        _memo[index] = Peek();
    }

    private object? Recall(uint index) =>
        _memo.TryGetValue(index, out var value) ? value : throw Fault($"nothing was remembered as {index}");

    private void Push(object? value)
    {
        if (++_values > MaxValues)
            throw Fault($"more than {MaxValues} values");
        _stack.Add(value);
    }

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Fault("the stack is empty");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (_stack.Count - count < Floor)
            throw Fault("the stack is empty");
        var items = new object?[count];
        _stack.CopyTo(_stack.Count - count, items, 0, count);
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Fault("there is no mark");
        var items = PopMany(_stack.Count - Floor);
        _marks.Pop();
        return items;
    }

    // What lies below the last mark is out of reach until the mark is gone.
    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private WeightsFormatException Fault(string problem, Exception? inner = null) =>
        new(input.Bytes.Name, $"damaged or unsupported checkpoint: {problem}", _at, inner);

    private UnsafeCheckpointException Refuse(string what) => new(input.Bytes.Name, what, _at);
}
