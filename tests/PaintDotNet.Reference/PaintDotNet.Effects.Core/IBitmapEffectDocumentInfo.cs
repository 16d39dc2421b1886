using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IBitmapEffectDocumentInfo : IEffectDocumentInfo, IObjectRef, IIsDisposed, IDisposable, IInternalImpl;
