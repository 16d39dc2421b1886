using System.Reflection;
using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

/// <summary>What the host keeps of an effect class after it constructed it once for the menu.</summary>
internal sealed class EffectInfo : RefTrackedObject, IEffectInfo2
{
    private readonly Func<EffectBase> _construct;
    private readonly EffectBase _sample;
    private readonly Type _type;

    public EffectInfo(Func<EffectBase> construct)
    {
        _construct = construct;
        _sample = construct();
        _type = _sample.GetType();
    }

    public string Name => _sample.Name;

    public string? SubmenuName => _sample.SubmenuName;

    public EffectCategory Category => _type.GetCustomAttribute<EffectCategoryAttribute>()?.Category ?? EffectCategory.Effect;

    public IEffectOptions Options => _sample.OptionsCore;

    public IPluginSupportInfo? SupportInfo =>
        _type.GetCustomAttribute<PluginSupportInfoAttribute>() ?? _type.Assembly.GetCustomAttribute<PluginSupportInfoAttribute>();

    public bool IsBuiltIn => false;

    public string AssemblyLocation => _type.Assembly.Location;

    public IBitmapSource? GetImage() => _sample.Image;

    public IEffect CreateInstance(IServiceProvider services, IEffectEnvironment environment)
    {
        EffectBase effect = _construct();
        effect.Bind(this, services, (IBitmapEffectEnvironment)environment);
        return effect;
    }

    public bool Equals(IEffectInfo2? other) => other is EffectInfo info && info._type == _type;

    public override bool Equals(object? obj) => obj is IEffectInfo2 other && Equals(other);

    public override int GetHashCode() => _type.GetHashCode();
}
