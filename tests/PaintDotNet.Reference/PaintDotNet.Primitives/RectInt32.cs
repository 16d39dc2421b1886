namespace PaintDotNet.Rendering;

public struct RectInt32(int x, int y, int width, int height) : IEquatable<RectInt32>
{
    public RectInt32(Point2Int32 location, SizeInt32 size)
        : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    public int X { readonly get; set; } = x;

    public int Y { readonly get; set; } = y;

    public int Width { readonly get; set; } = width;

    public int Height { readonly get; set; } = height;

    public Point2Int32 Location
    {
        get => new(X, Y);
        set => (X, Y) = (value.X, value.Y);
    }

    public SizeInt32 Size
    {
        readonly get => new(Width, Height);
        set => (Width, Height) = (value.Width, value.Height);
    }

    public readonly int Left => X;

    public readonly int Top => Y;

    public readonly int Right => X + Width;

    public readonly int Bottom => Y + Height;

    public readonly bool IsEmpty => Width <= 0 || Height <= 0;

    public readonly long Area => (long)Width * Height;

    public static bool operator ==(RectInt32 a, RectInt32 b) => a.Equals(b);

    public static bool operator !=(RectInt32 a, RectInt32 b) => !a.Equals(b);

    public static RectInt32 FromEdges(int leftOrRight, int topOrBottom, int rightOrLeft, int bottomOrTop) =>
        new(
            Math.Min(leftOrRight, rightOrLeft), Math.Min(topOrBottom, bottomOrTop), Math.Abs(rightOrLeft - leftOrRight),
            Math.Abs(bottomOrTop - topOrBottom));

    public static RectInt32 Inflate(RectInt32 rect, int dx, int dy) =>
        new(rect.X - dx, rect.Y - dy, rect.Width + (2 * dx), rect.Height + (2 * dy));

    public static RectInt32 Intersect(RectInt32 a, RectInt32 b)
    {
        int left = Math.Max(a.Left, b.Left);
        int top = Math.Max(a.Top, b.Top);
        int right = Math.Min(a.Right, b.Right);
        int bottom = Math.Min(a.Bottom, b.Bottom);
        return right > left && bottom > top ? new RectInt32(left, top, right - left, bottom - top) : default;
    }

    public readonly bool Contains(RectInt32 rect) => rect.Left >= Left && rect.Top >= Top && rect.Right <= Right && rect.Bottom <= Bottom;

    public bool Equals(RectInt32 other) => X == other.X && Y == other.Y && Width == other.Width && Height == other.Height;

    public override readonly bool Equals(object? obj) =>
        obj is RectInt32 other && X == other.X && Y == other.Y && Width == other.Width && Height == other.Height;

    public override readonly int GetHashCode() => HashCode.Combine(X, Y, Width, Height);

    public override readonly string ToString() => $"{X},{Y} {Width}×{Height}";
}
