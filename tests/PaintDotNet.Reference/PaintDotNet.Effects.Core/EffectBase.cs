using System.Runtime.Serialization;
using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public abstract class EffectBase : RefTrackedObject, ISerializable, IEffect, IObjectRef, IIsDisposed, IDisposable
{
    private IServiceProvider? _services;
    private IEffectInfo2? _info;

    internal EffectBase(string name, IBitmapSource? image, string? submenuName, EffectOptionsBase options)
    {
        (Name, Image, SubmenuName) = (name, image, submenuName);
        OptionsCore = options with { };
        OptionsCore.Freeze();
    }

    IEffectEnvironment IEffect.Environment => EnvironmentCore;

    IEffectInfo2 IEffect.EffectInfo => _info ?? throw NotBound();

    IEffectOptions IEffect.Options => OptionsCore;

    IServiceProvider IEffect.Services => Services;

    internal string Name { get; }

    internal IBitmapSource? Image { get; }

    internal string? SubmenuName { get; }

    internal EffectOptionsBase OptionsCore { get; }

    internal IBitmapEffectEnvironment EnvironmentCore { get => field ?? throw NotBound(); private set; }

    internal EffectConfigToken? CurrentToken { get; set; }

    internal CancellationToken CurrentCancellation { get; set; }

    protected IServiceProvider Services => _services ?? throw NotBound();

    protected EffectConfigToken Token => CurrentToken!;

    protected CancellationToken CancellationToken => CurrentCancellation;

    protected bool IsCancelRequested => CurrentCancellation.IsCancellationRequested;

    IEffectConfigForm IEffect.CreateConfigForm() => OnCreateConfigForm();

    IEffectRenderer IEffect.CreateRenderer(Type interfaceType) =>
        interfaceType == typeof(IBitmapEffectRenderer)
            ? CreateRendererCore()
            : throw new NotSupportedException($"There is no renderer {interfaceType}.");

    TRenderer IEffect.CreateRenderer<TRenderer>() => (TRenderer)((IEffect)this).CreateRenderer(typeof(TRenderer));

    bool IEffect.IsRendererAvailable(Type interfaceType) => interfaceType == typeof(IBitmapEffectRenderer);

    bool IEffect.IsRendererAvailable<TRenderer>() => typeof(TRenderer) == typeof(IBitmapEffectRenderer);

    internal void Bind(IEffectInfo2 info, IServiceProvider services, IBitmapEffectEnvironment environment) =>
        (_info, _services, EnvironmentCore) = (info, services, environment);

    internal abstract IEffectRenderer CreateRendererCore();

    protected override sealed void Dispose(bool disposing)
    {
        OnDispose(disposing);
        base.Dispose(disposing);
    }

    protected virtual void OnDispose(bool disposing)
    {
    }

    protected virtual IEffectConfigForm OnCreateConfigForm() => throw new NotSupportedException("The effect has no dialog.");

    private static InvalidOperationException NotBound() =>
        new("The effect belongs to no invocation yet: its constructor cannot use the host.");
}
