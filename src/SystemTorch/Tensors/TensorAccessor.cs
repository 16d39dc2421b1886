using System.Collections;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements in row-major order, whatever its strides; reads and writes the tensor's own memory.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            unsafe
            {
                return Base()[Offset(indices)];
            }
        }

        set
        {
            unsafe
            {
                Base()[Offset(indices)] = value;
            }
        }
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>The elements in an array of the tensor's own number of dimensions; a single boxed-in element for none.</summary>
    public Array ToNDArray()
    {
        var result = Array.CreateInstance(typeof(T), _shape.Length == 0 ? [1L] : _shape);
        var flat = ToArray();
        var bytes = Unsafe.SizeOf<T>() * flat.Length;
        unsafe
        {
            if (bytes > 0)
            {
                ref var destination = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result);
                fixed (byte* target = &destination)
                fixed (T* source = flat)
                    Buffer.MemoryCopy(source, target, bytes, bytes);
            }
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var n = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        unsafe
        {
            if (_contiguous)
            {
                new ReadOnlySpan<T>(Base() + tensorIndex, n).CopyTo(array[arrayIndex..]);
            }
            else
            {
                var source = Base();
                for (var k = 0; k < n; k++)
                    array[arrayIndex + k] = source[OffsetOf(tensorIndex + k)];
            }
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var n = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        unsafe
        {
            var target = Base();
            if (_contiguous)
            {
                array.Slice(arrayIndex, n).CopyTo(new Span<T>(target + tensorIndex, n));
            }
            else
            {
                for (var k = 0; k < n; k++)
                    target[OffsetOf(tensorIndex + k)] = array[arrayIndex + k];
            }
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long k = 0; k < Count; k++)
            yield return At(k);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Same elements in the same order.</summary>
    public override bool Equals(object obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => HashCode.Combine(Count, typeof(T));

    /// <summary>The tensor stays the caller's; nothing is held here.</summary>
    public void Dispose()
    {
    }

    internal T At(long index)
    {
        if (index < 0 || index >= Count)
            throw new IndexOutOfRangeException($"Element {index} of {Count}.");
        unsafe
        {
            return Base()[_contiguous ? index : OffsetOf(index)];
        }
    }

    private unsafe T* Base() => (T*)_tensor.Pointer();

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
        {
            if (indices[0] < 0 || indices[0] >= Count)
                throw new IndexOutOfRangeException($"Element {indices[0]} of {Count}.");
            return OffsetOf(indices[0]);
        }
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"{indices.Length} indices for {_shape.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} in a dimension of {_shape[d]}.");
            offset += indices[d] * _strides[d];
        }
        return offset;
    }

    private long OffsetOf(long index)
    {
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            offset += index % _shape[d] * _strides[d];
            index /= _shape[d];
        }
        return offset;
    }
}
