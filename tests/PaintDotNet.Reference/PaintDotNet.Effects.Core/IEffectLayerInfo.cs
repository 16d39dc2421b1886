using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public interface IEffectLayerInfo : IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    string Name { get; }

    IEffectInputBitmap GetBitmap(in PixelFormat pixelFormat);
}
