using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace PaintDotNet.Effects;

public interface IEffectDocumentInfo : IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    IColorContext ColorContext { get; }

    PixelFormat PixelFormat { get; }

    SizeInt32 Size { get; }

    IReadOnlyList<IEffectLayerInfo> Layers { get; }
}
