using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An operator of libtorch's dispatcher, by schema name. Kept in static fields, resolved at its first call.</summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int SmallScratch = 64;

    private IntPtr _native;

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists => _native != IntPtr.Zero || Native.st_operator_exists(name, overload) != 0;

    public override string ToString() => overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Calls an operator with one tensor as its result.</summary>
    internal Tensor Run(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return ToTensor(result);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that same object, as TorchSharp does.</summary>
    internal Tensor InPlace(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return Unsafe.As<Tensor>(args[0].Reference);
    }

    internal void Do(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    internal (Tensor, Tensor) Run2(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        Invoke(args, results, 2);
        return (ToTensor(results[0]), ToTensor(results[1]));
    }

    internal (Tensor, Tensor, Tensor) Run3(params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Invoke(args, results, 3);
        return (ToTensor(results[0]), ToTensor(results[1]), ToTensor(results[2]));
    }

    internal Tensor[] RunList(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        if (result.Tag != ValueTag.Tensors)
            throw new ExternalException($"{this} returned no list of tensors.");
        var tensors = new Tensor[result.Count];
        var handles = (IntPtr*)result.Pointer;
        for (var k = 0; k < tensors.Length; k++)
            tensors[k] = new Tensor(handles[k]);
        Native.st_free_array(result.Pointer);
        return tensors;
    }

    internal bool RunBool(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return result.Bits != 0;
    }

    internal long RunLong(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return result.Tag == ValueTag.Double ? (long)result.Double : result.Bits;
    }

    /// <summary>The single element of a tensor, as libtorch converts it.</summary>
    internal double RunDouble(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(args, &result, 1);
        return result.Tag == ValueTag.Double ? result.Double : result.Bits;
    }

    private Tensor ToTensor(in NativeValue value) =>
        value.Tag == ValueTag.Tensor && value.Bits != 0
            ? new Tensor(value.Pointer)
            : value.Tag is ValueTag.Tensor or ValueTag.None ? null : throw new ExternalException($"{this} returned no tensor.");

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Arg> args, NativeValue* results, int capacity)
    {
        if (_native == IntPtr.Zero)
            Resolve();
        var native = stackalloc NativeValue[args.Length];
        var scratch = stackalloc long[SmallScratch];
        var used = 0;
        IntPtr spill = IntPtr.Zero;
        for (var k = 0; k < args.Length; k++)
        {
            ref readonly var arg = ref args[k];
            native[k].Tag = arg.Tag;
            native[k].Count = arg.Count;
            native[k].Bits = arg.Bits;
            if (arg.Tag >= ValueTag.Ints && arg.Tag <= ValueTag.String || arg.Tag == ValueTag.Doubles)
            {
                if (arg.Tag == ValueTag.String || used + arg.Count > SmallScratch)
                {
                    spill = Spill(args, native);
                    break;
                }
                Write(arg, scratch + used);
                native[k].Bits = (long)(IntPtr)(scratch + used);
                used += arg.Count;
            }
        }
        var written = Native.st_call(_native, native, args.Length, results, capacity);
        if (spill != IntPtr.Zero)
            NativeMemory.Free((void*)spill);
        if (written < 0)
            Throw(args);
        // A schema with fewer results than asked for leaves the rest empty.
        for (; written < capacity; written++)
            results[written] = new NativeValue { Tag = ValueTag.None };
    }

    private static void Write(in Arg arg, long* destination)
    {
        switch (arg.Tag)
        {
            case ValueTag.Ints:
                Unsafe.As<long[]>(arg.Reference).AsSpan().CopyTo(new Span<long>(destination, arg.Count));
                break;
            case ValueTag.Doubles:
                Unsafe.As<double[]>(arg.Reference).AsSpan().CopyTo(new Span<double>(destination, arg.Count));
                break;
            default:
                var tensors = Unsafe.As<Tensor[]>(arg.Reference);
                for (var k = 0; k < tensors.Length; k++)
                    destination[k] = tensors[k] is { } t ? (long)t.Handle : 0;
                break;
        }
    }

    /// <summary>Lists too long for the stack, and strings: everything moves to one block of native memory.</summary>
    private static IntPtr Spill(ReadOnlySpan<Arg> args, NativeValue* native)
    {
        long words = 0;
        foreach (ref readonly var arg in args)
            words += arg.Tag == ValueTag.String ? Encoding.UTF8.GetByteCount((string)arg.Reference) / 8 + 1 : arg.Reference is Array ? arg.Count : 0;
        // Handles first: a disposed tensor in a list must throw before anything is allocated.
        foreach (ref readonly var arg in args)
        {
            if (arg.Reference is Tensor[] tensors)
            {
                foreach (var tensor in tensors)
                    _ = tensor?.Handle;
            }
        }
        var block = (long*)NativeMemory.Alloc((nuint)Math.Max(1, words) * 8);
        var next = block;
        for (var k = 0; k < args.Length; k++)
        {
            ref readonly var arg = ref args[k];
            native[k].Tag = arg.Tag;
            native[k].Count = arg.Count;
            native[k].Bits = arg.Bits;
            if (arg.Tag == ValueTag.String)
            {
                var text = (string)arg.Reference;
                var room = Encoding.UTF8.GetByteCount(text) / 8 + 1;
                native[k].Count = Encoding.UTF8.GetBytes(text, new Span<byte>(next, room * 8));
                native[k].Bits = (long)(IntPtr)next;
                next += room;
            }
            else if (arg.Reference is Array)
            {
                Write(arg, next);
                native[k].Bits = (long)(IntPtr)next;
                next += arg.Count;
            }
        }
        return (IntPtr)block;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Resolve()
    {
        Runtime.EnsureStarted();
        _native = Native.Check(Native.st_operator(name, overload), $"looking up the operator {this}");
    }

    [DoesNotReturn]
    private void Throw(ReadOnlySpan<Arg> args)
    {
        var reason = Native.LastError();
        var text = new StringBuilder();
        text.Append(this).Append('(');
        for (var k = 0; k < args.Length; k++)
            text.Append(k == 0 ? "" : ", ").Append(ArgText.Describe(args[k]));
        text.Append("): ").Append(reason.Trim());
        throw new ExternalException(text.ToString());
    }
}
