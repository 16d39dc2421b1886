using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions of single elements, sizes, and text.</summary>
public static class TensorExtensionMethods
{
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>Bytes an element takes.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"The size of {type} is not known."),
    };

    /// <summary>The product of the sizes.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (a, b) => a * b);

    public static float ToSingle(this Tensor value) => (float)value.ToScalar().AsDouble;

    public static double ToDouble(this Tensor value) => value.ToScalar().AsDouble;

    public static Half ToHalf(this Tensor value) => (Half)value.ToScalar().AsDouble;

    public static sbyte ToSByte(this Tensor value) => (sbyte)value.ToScalar().AsInt64;

    public static byte ToByte(this Tensor value) => (byte)value.ToScalar().AsInt64;

    public static short ToInt16(this Tensor value) => (short)value.ToScalar().AsInt64;

    public static int ToInt32(this Tensor value) => (int)value.ToScalar().AsInt64;

    public static long ToInt64(this Tensor value) => value.ToScalar().AsInt64;

    public static bool ToBoolean(this Tensor value) => value.ToScalar().AsDouble != 0;
}
