namespace PaintDotNet.Rendering;

public struct SizeInt32(int width, int height) : IEquatable<SizeInt32>
{
    public int Width { readonly get; set; } = width;

    public int Height { readonly get; set; } = height;

    public readonly bool IsEmpty => Width <= 0 || Height <= 0;

    public readonly long Area => (long)Width * Height;

    public static bool operator ==(SizeInt32 lhs, SizeInt32 rhs) => lhs.Equals(rhs);

    public static bool operator !=(SizeInt32 lhs, SizeInt32 rhs) => !lhs.Equals(rhs);

    public readonly bool Equals(SizeInt32 other) => Width == other.Width && Height == other.Height;

    public override readonly bool Equals(object? obj) => obj is SizeInt32 other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Width, Height);

    public override readonly string ToString() => $"{Width}×{Height}";
}
