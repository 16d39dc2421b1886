namespace SrPlugin.Weights;

/// <summary>Facts about element types.</summary>
public static class TensorElementTypeExtensions
{
    /// <summary>Size of one element in bytes: 1, 2, 4 or 8.</summary>
    public static int ByteSize(this TensorElementType type) => type switch
    {
        TensorElementType.Float64 or TensorElementType.Int64 => 8,
        TensorElementType.Float32 or TensorElementType.Int32 => 4,
        TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Int16 => 2,
        TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a tensor element type."),
    };
}
