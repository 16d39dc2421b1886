using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IBitmapEffect : IEffect, IObjectRef, IIsDisposed, IDisposable
{
    new IBitmapEffectEnvironment Environment { get; }

    new IBitmapEffectOptions Options { get; }
}
