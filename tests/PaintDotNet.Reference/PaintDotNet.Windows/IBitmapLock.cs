using PaintDotNet.ComponentModel;
using PaintDotNet.Rendering;

namespace PaintDotNet.Imaging;

// BufferSize is left out on purpose: its type changes in Paint.NET 5.2.
public unsafe interface IBitmapLock : IObjectRef, IIsDisposed, IDisposable
{
    PixelFormat PixelFormat { get; }

    SizeInt32 Size { get; }

    int BufferStride { get; }

    void* Buffer { get; }
}
