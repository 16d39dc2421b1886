using System.Runtime.Serialization;
using PaintDotNet.ComponentModel;
using PaintDotNet.Imaging;
using PaintDotNet.IndirectUI;
using PaintDotNet.PropertySystem;

namespace PaintDotNet.Effects;

public abstract class PropertyBasedBitmapEffect : BitmapEffect<PropertyBasedEffectConfigToken>, ISerializable, IBitmapEffect, IEffect<PropertyBasedEffectConfigToken>, IEffect, IObjectRef, IIsDisposed, IDisposable
{
    protected PropertyBasedBitmapEffect(string name, IBitmapSource image, string? submenuName, BitmapEffectOptions options)
        : base(name, image, submenuName, options)
    {
    }

    protected PropertyBasedBitmapEffect(string name, string? submenuName, BitmapEffectOptions options)
        : base(name, submenuName, options)
    {
    }

    public static ControlInfo CreateDefaultConfigUI(IEnumerable<Property> props) => ControlInfo.CreateDefaultConfigUI(props);

    public PropertyCollection CreatePropertyCollection() => OnCreatePropertyCollection();

    public ControlInfo CreateConfigUI(PropertyCollection props) => OnCreateConfigUI(props);

    internal void CustomizeWindow(PropertyCollection props) => OnCustomizeConfigUIWindowProperties(props);

    protected abstract PropertyCollection OnCreatePropertyCollection();

    protected virtual ControlInfo OnCreateConfigUI(PropertyCollection props) => CreateDefaultConfigUI(props);

    protected virtual void OnCustomizeConfigUIWindowProperties(PropertyCollection props)
    {
    }

    protected override sealed IEffectConfigForm OnCreateConfigForm() =>
        throw new NotSupportedException("Only the real Paint.NET has windows.");
}
