namespace SrPlugin.Weights;

/// <summary>Name, element type and shape of one tensor of a <see cref="WeightsSource"/>.</summary>
/// <param name="Name">The key in its source, as the checkpoint spells it.</param>
/// <param name="ElementType">Type of the stored elements.</param>
/// <param name="Shape">Sizes of the dimensions, none negative; empty for a scalar.</param>
public sealed record TensorInfo(string Name, TensorElementType ElementType, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements; 1 for a scalar, 0 when any dimension is 0.</summary>
    /// <exception cref="OverflowException">The shape describes more elements than a 64-bit count can hold.</exception>
    public long ElementCount => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Bytes of the contiguous tensor.</summary>
    /// <exception cref="OverflowException">The shape describes more bytes than a 64-bit count can hold.</exception>
    public long ByteCount => checked(ElementCount * ElementType.ByteSize());

    /// <summary>For messages: <c>name float32[16, 4, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {ElementType.ToString().ToLowerInvariant()}[{string.Join(", ", Shape)}]";
}
