using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IEffectEnvironment2 : IEffectEnvironment, IObjectRef, IIsDisposed, IDisposable, IInternalImpl;
