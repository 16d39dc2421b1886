namespace PaintDotNet.Effects;

public interface IEffectConfigForm : IIsDisposed, IDisposable
{
    event EventHandler? TokenChanged;

    EffectConfigToken Token { get; set; }

    IEffect? GetEffect();

    void SetEffect(IEffect effect);

    void Close();
}
