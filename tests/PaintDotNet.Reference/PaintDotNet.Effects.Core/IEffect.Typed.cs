using PaintDotNet.ComponentModel;

namespace PaintDotNet.Effects;

public interface IEffect<TToken> : IEffect, IObjectRef, IIsDisposed, IDisposable
    where TToken : EffectConfigToken;
