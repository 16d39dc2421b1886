using PaintDotNet.AppModel;

namespace PaintDotNet.Effects;

public record EffectOptionsBase : PluginOptions, IEffectOptions
{
    private bool _isConfigurable;

    internal EffectOptionsBase()
    {
    }

    protected EffectOptionsBase(EffectOptionsBase original)
        : base(original) => _isConfigurable = original._isConfigurable;

    public bool IsConfigurable
    {
        get => _isConfigurable;
        set
        {
            VerifyNotFrozen();
            _isConfigurable = value;
        }
    }
}
