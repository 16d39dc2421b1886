using System.Runtime.InteropServices;

namespace SrPlugin.Weights.Pickle;

/// <summary>A strided view of a storage. Sizes and strides are in elements and lie inside the storage.</summary>
internal sealed class TorchTensor
{
    public const int MaxRank = 32;

    private readonly StorageRecord _record;
    private readonly long _first;
    private readonly long[] _strides;

    /// <exception cref="ArgumentException">The view leaves its storage, or is none.</exception>
    public TorchTensor(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length)
            throw new ArgumentException($"a tensor has {shape.Length} sizes and {strides.Length} strides");
        if (offset < 0 || shape.Any(size => size < 0) || strides.Any(stride => stride < 0))
            throw new ArgumentException("a tensor has a negative offset, size or stride");
        try
        {
            _ = new TensorInfo("", storage.Record.Type, shape).ByteCount;
            var end = offset;
            if (!shape.Contains(0))
                end = checked(shape.Zip(strides).Aggregate(offset, (sum, axis) => checked(sum + ((axis.First - 1) * axis.Second))) + 1);
            if (end > storage.Count)
                throw new ArgumentException($"a tensor reaches element {end} of storage '{storage.Record.Key}', which has {storage.Count}");
        }
        catch (OverflowException)
        {
            throw new ArgumentException($"a tensor of sizes [{string.Join(", ", shape)}] is too large");
        }
        (_record, _first, Shape, _strides) = (storage.Record, storage.First + offset, shape, strides);
    }

    public TensorElementType ElementType => _record.Type;

    public long[] Shape { get; }

    /// <summary>Copies the view, contiguous and row-major.</summary>
    public void Read(ByteSource bytes, Span<byte> destination)
    {
        if (destination.IsEmpty)
            return;
        var size = ElementType.ByteSize();
        var start = _record.Start + (_first * size);
        if (IsContiguous())
        {
            bytes.Read(start, destination);
            return;
        }
        var extent = 1 + Shape.Zip(_strides, (count, stride) => (count - 1) * stride).Sum();
        if (extent * size > Array.MaxLength)
            throw new WeightsFormatException(
                bytes.Name, $"a tensor is spread over {extent * size} bytes of storage '{_record.Key}'; at most 2 GiB are accepted");
        var spread = bytes.Read(start, extent * size);
        switch (size)
        {
            case 1: Gather<byte>(spread, destination); break;
            case 2: Gather<ushort>(spread, destination); break;
            case 4: Gather<uint>(spread, destination); break;
            default: Gather<ulong>(spread, destination); break;
        }
    }

    private bool IsContiguous()
    {
        var expected = 1L;
        for (var axis = Shape.Length - 1; axis >= 0; axis--)
        {
            if (Shape[axis] != 1 && _strides[axis] != expected)
                return false;
            expected *= Shape[axis];
        }
        return true;
    }

    private void Gather<T>(ReadOnlySpan<byte> spread, Span<byte> destination)
        where T : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, T>(spread);
        var to = MemoryMarshal.Cast<byte, T>(destination);
        var index = new long[Shape.Length];
        long at = 0;
        foreach (ref var element in to)
        {
            element = from[(int)at];
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                at += _strides[axis];
                if (++index[axis] < Shape[axis])
                    break;
                at -= _strides[axis] * Shape[axis];
                index[axis] = 0;
            }
        }
    }
}
