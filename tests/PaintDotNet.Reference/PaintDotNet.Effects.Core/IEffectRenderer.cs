using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IEffectRenderer : IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    CancellationToken CancellationToken { get; }

    bool IsCancelRequested { get; }

    IEffect Effect { get; }

    void CancelRendering();
}
