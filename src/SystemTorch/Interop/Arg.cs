using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An operator's argument on its way to the native side. Converts implicitly from everything operators take.</summary>
internal readonly struct Arg
{
    internal readonly object Reference;
    internal readonly long Bits;
    internal readonly ValueTag Tag;
    internal readonly int Count;

    private Arg(ValueTag tag, long bits = 0, object reference = null, int count = 0)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
        Count = count;
    }

    /// <summary>Leaves the argument to the schema's default.</summary>
    internal static Arg Default => default;

    /// <summary>The explicit absence of an optional argument.</summary>
    internal static Arg None => new(ValueTag.None);

    internal static Arg Floats(double[] values) => values is null ? None : new(ValueTag.Doubles, 0, values, values.Length);

    /// <summary>A list that may hold absent tensors, such as advanced indices.</summary>
    internal static Arg List(IReadOnlyCollection<Tensor> values) => new(ValueTag.Tensors, 0, values as Tensor[] ?? values.ToArray(), values.Count);

    public static implicit operator Arg(Tensor value) => value is null ? None : new(ValueTag.Tensor, (long)value.Handle, value);

    public static implicit operator Arg(Scalar value) => value is null ? None : value.ToArg();

    public static implicit operator Arg(long value) => new(ValueTag.Int, value);

    public static implicit operator Arg(int value) => new(ValueTag.Int, value);

    public static implicit operator Arg(long? value) => value is { } v ? new(ValueTag.Int, v) : None;

    public static implicit operator Arg(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is { } v ? v : None;

    public static implicit operator Arg(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } v ? v : None;

    public static implicit operator Arg(long[] value) => value is null ? None : new(ValueTag.Ints, 0, value, value.Length);

    public static implicit operator Arg(ScalarType value) => new(ValueTag.Int, (long)value);

    public static implicit operator Arg(ScalarType? value) => value is { } v ? v : None;

    public static implicit operator Arg(Device value) => value is null ? None : new(ValueTag.Device, value.index, null, (int)value.type);

    public static implicit operator Arg(string value) => value is null ? None : new(ValueTag.String, 0, value);

    public static implicit operator Arg(Generator value) => value is null ? None : new(ValueTag.Generator, (long)value.Handle, value);

    public static implicit operator Arg(Tensor[] value) => new(ValueTag.Tensors, 0, value, value.Length);

    internal static Arg OfDouble(double value) => value;
}
