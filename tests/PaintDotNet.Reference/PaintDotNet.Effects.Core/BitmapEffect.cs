using System.Runtime.Serialization;
using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public abstract class BitmapEffect : EffectBase, ISerializable, IBitmapEffect, IEffect, IObjectRef, IIsDisposed, IDisposable
{
    protected BitmapEffect(string name, IBitmapSource image, string? submenuName, BitmapEffectOptions options)
        : base(name, image, submenuName, options)
    {
    }

    protected BitmapEffect(string name, string? submenuName, BitmapEffectOptions options)
        : base(name, null, submenuName, options)
    {
    }

    IBitmapEffectEnvironment IBitmapEffect.Environment => EnvironmentCore;

    IBitmapEffectOptions IBitmapEffect.Options => (IBitmapEffectOptions)OptionsCore;

    protected IBitmapEffectEnvironment Environment => EnvironmentCore;

    internal void InitializeRenderInfo(IBitmapEffectRenderInfo renderInfo) => OnInitializeRenderInfo(renderInfo);

    internal void SetToken(EffectConfigToken? newToken)
    {
        CurrentToken = newToken;
        OnSetToken(newToken);
    }

    internal void Render(IBitmapEffectOutput output) => OnRender(output);

    internal override IEffectRenderer CreateRendererCore() => new BitmapEffectRenderer(this);

    protected virtual void OnInitializeRenderInfo(IBitmapEffectRenderInfo renderInfo)
    {
    }

    protected virtual void OnSetToken(EffectConfigToken? newToken)
    {
    }

    protected abstract void OnRender(IBitmapEffectOutput output);

    protected override void OnDispose(bool disposing) => base.OnDispose(disposing);
}
