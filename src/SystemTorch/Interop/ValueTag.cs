namespace TorchSharp.Interop;

/// <summary>What a <see cref="NativeValue"/> or an <see cref="Arg"/> holds; mirrors <c>st_tag</c>.</summary>
internal enum ValueTag
{
    Default = 0,
    None = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    Ints = 6,
    Tensors = 7,
    String = 8,
    Device = 9,
    Generator = 10,
    Doubles = 11,
    Bools = 12,
    Unsupported = 13,
}
