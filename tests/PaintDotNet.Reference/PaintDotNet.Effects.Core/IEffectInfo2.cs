using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public interface IEffectInfo2 : IObjectRef, IIsDisposed, IDisposable, IEquatable<IEffectInfo2>, IInternalImpl
{
    string Name { get; }

    string? SubmenuName { get; }

    EffectCategory Category { get; }

    IEffectOptions Options { get; }

    IPluginSupportInfo? SupportInfo { get; }

    bool IsBuiltIn { get; }

    string AssemblyLocation { get; }

    IBitmapSource? GetImage();

    IEffect CreateInstance(IServiceProvider services, IEffectEnvironment environment);
}
