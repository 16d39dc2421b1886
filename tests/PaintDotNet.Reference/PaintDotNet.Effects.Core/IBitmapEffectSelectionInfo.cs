using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IBitmapEffectSelectionInfo : IEffectSelectionInfo, IObjectRef, IIsDisposed, IDisposable, IInternalImpl;
