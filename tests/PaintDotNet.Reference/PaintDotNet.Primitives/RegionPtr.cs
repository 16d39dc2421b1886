using PaintDotNet.Rendering;

namespace PaintDotNet;

public readonly unsafe struct RegionPtr<T> : IEquatable<RegionPtr<T>>
    where T : unmanaged
{
    public RegionPtr(T* ptr, int width, int height, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        Ptr = ptr;
        Width = width;
        Height = height;
        Stride = stride;
    }

    public T* Ptr { get; }

    public int Width { get; }

    public int Height { get; }

    public int Stride { get; }

    public SizeInt32 Size => new(Width, Height);

    public bool IsEmpty => Width == 0 || Height == 0;

    public bool Equals(RegionPtr<T> other) => Ptr == other.Ptr && Width == other.Width && Height == other.Height && Stride == other.Stride;

    public override bool Equals(object? obj) => obj is RegionPtr<T> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine((nint)Ptr, Width, Height, Stride);
}
