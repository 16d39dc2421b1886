using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any element type, as operators take it.</summary>
public sealed class Scalar : IDisposable
{
    private readonly long _bits;
    private readonly ScalarType _type;

    private Scalar(ScalarType type, long bits)
    {
        _type = type;
        _bits = bits;
    }

    private Scalar(ScalarType type, double value)
        : this(type, BitConverter.DoubleToInt64Bits(value))
    {
    }

    /// <summary>The widest type of the number's kind: Int64, Float64 or Bool, as in libtorch.</summary>
    public ScalarType Type => _type;

    internal double AsDouble => _type == ScalarType.Float64 ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    internal long AsInt64 => _type == ScalarType.Float64 ? (long)BitConverter.Int64BitsToDouble(_bits) : _bits;

    internal bool IsFloatingPoint => _type == ScalarType.Float64;

    public static implicit operator Scalar(byte value) => new(ScalarType.Int64, (long)value);

    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int64, (long)value);

    public static implicit operator Scalar(short value) => new(ScalarType.Int64, (long)value);

    public static implicit operator Scalar(int value) => new(ScalarType.Int64, (long)value);

    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value);

    public static implicit operator Scalar(float value) => new(ScalarType.Float64, (double)value);

    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value);

    public static implicit operator Scalar(Half value) => new(ScalarType.Float64, (double)value);

    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1L : 0L);

    /// <summary>Nothing native is held; kept for code that disposes its scalars.</summary>
    public void Dispose()
    {
    }

    internal Arg ToArg() => _type switch
    {
        ScalarType.Float64 => BitConverter.Int64BitsToDouble(_bits),
        ScalarType.Bool => _bits != 0,
        _ => _bits,
    };
}
