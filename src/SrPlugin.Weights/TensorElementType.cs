namespace SrPlugin.Weights;

/// <summary>What one element of a stored tensor is. Multi-byte elements are little-endian.</summary>
public enum TensorElementType
{
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
