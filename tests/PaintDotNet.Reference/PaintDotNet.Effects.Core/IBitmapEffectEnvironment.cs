using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public interface IBitmapEffectEnvironment : IEffectEnvironment2, IEffectEnvironment, IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    new IBitmapEffectDocumentInfo Document { get; }

    new IBitmapEffectSelectionInfo Selection { get; }

    IImagingFactory ImagingFactory { get; }
}
