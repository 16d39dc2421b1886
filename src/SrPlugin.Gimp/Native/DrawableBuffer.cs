using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <summary>
/// A drawable's pixels in GIMP. Nothing is kept from one use to the next: an open buffer would show old pixels after a change.
/// </summary>
internal readonly unsafe struct DrawableBuffer : IDisposable
{
    private const int NoAbyss = 0;
    private readonly nint _buffer;

    private DrawableBuffer(nint buffer) => _buffer = buffer;

    public static DrawableBuffer Open(nint drawable) => new(Libgimp.DrawableBuffer(drawable));

    /// <summary>What GIMP merges into the drawable, with undo.</summary>
    public static DrawableBuffer OpenShadow(nint drawable) => new(Libgimp.DrawableShadowBuffer(drawable));

    public byte[] Read(PictureArea area, nint format)
    {
        int stride = checked(area.Width * Gegl.BytesPerPixel(format));
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(area.Height * stride));
        fixed (byte* data = pixels)
            Gegl.GetPixels(_buffer, new GeglRectangle(area.X, area.Y, area.Width, area.Height), 1, format, data, stride, NoAbyss);
        return pixels;
    }

    public void Write(PictureArea area, nint format, ReadOnlySpan<byte> pixels)
    {
        int stride = checked(area.Width * Gegl.BytesPerPixel(format));
        if (pixels.Length != checked(area.Height * stride))
            throw new ArgumentException(
                $"{pixels.Length} bytes were given for {area.Width}×{area.Height} pixels of {stride / area.Width} bytes.", nameof(pixels));
        fixed (byte* data = pixels)
            Gegl.SetPixels(_buffer, new GeglRectangle(area.X, area.Y, area.Width, area.Height), 0, format, data, stride);
        Gegl.Flush(_buffer);
    }

    public void Dispose() => Gegl.Unref(_buffer);
}
