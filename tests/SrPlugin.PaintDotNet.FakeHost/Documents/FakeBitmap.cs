using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>
/// A read-only host bitmap. Its pixels may be computed, so that a huge document takes no memory; it counts how many are read.
/// </summary>
public sealed unsafe class FakeBitmap<TPixel>(SizeInt32 size, Func<int, int, TPixel> pixelAt) : FakeObject, IEffectInputBitmap<TPixel>
    where TPixel : unmanaged, INaturalPixelInfo
{
    private long _pixelsRead;

    public PixelFormat PixelFormat => default(TPixel).PixelFormat;

    public SizeInt32 Size => size;

    public IColorContext? ColorContext => null;

    public long PixelsRead => Volatile.Read(ref _pixelsRead);

    public TPixel this[int x, int y] => pixelAt(x, y);

    public void CopyPixels(void* pBuffer, int bufferStride, uint bufferSize, in RectInt32? srcRect)
    {
        DemandAlive();
        RectInt32 rect = srcRect ?? new RectInt32(0, 0, size.Width, size.Height);
        if (!new RectInt32(0, 0, size.Width, size.Height).Contains(rect))
            throw new ArgumentOutOfRangeException(nameof(srcRect), srcRect, $"The bitmap is {size}.");
        if (bufferSize < ((long)bufferStride * (rect.Height - 1)) + ((long)rect.Width * sizeof(TPixel)))
            throw new ArgumentException("The buffer is too small.");
        Interlocked.Add(ref _pixelsRead, rect.Area);
        for (int y = 0; y < rect.Height; y++)
        {
            var row = (TPixel*)((byte*)pBuffer + ((long)y * bufferStride));
            for (int x = 0; x < rect.Width; x++)
                row[x] = pixelAt(rect.X + x, rect.Y + y);
        }
    }
}
