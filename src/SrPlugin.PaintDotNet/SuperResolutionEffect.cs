using PaintDotNet;
using PaintDotNet.Effects;
using PaintDotNet.IndirectUI;
using PaintDotNet.PropertySystem;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.Pixels;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet;

/// <summary>Effects ▸ Photo ▸ Super Resolution: restores the selection in place, or enlarges it into a new image.</summary>
[PluginSupportInfo(typeof(PluginInfo))]
[EffectCategory(EffectCategory.Effect)]
public sealed class SuperResolutionEffect : PropertyBasedBitmapEffect
{
    private readonly EffectParts _parts;
    private readonly Lazy<ControlSet> _controls;
    private HostMessages? _messages;
    private EffectSession? _session;
    private bool _hasDialog;

    /// <summary>Runs for the menu too: no files, no processes, no windows.</summary>
    public SuperResolutionEffect()
        : this(EffectParts.Create())
    {
    }

    internal SuperResolutionEffect(EffectParts parts)
        : base("Super Resolution", new EffectIcon(UIScaleFactor.Current.Scale), SubmenuNames.Photo, Options())
    {
        _parts = parts;
        _controls = new Lazy<ControlSet>(parts.CreateControlSet);
    }

    private HostMessages Messages => _messages ??= new HostMessages(Services);

    /// <inheritdoc/>
    protected override PropertyCollection OnCreatePropertyCollection() => PropertyFactory.Create(_controls.Value);

    /// <inheritdoc/>
    protected override ControlInfo OnCreateConfigUI(PropertyCollection props)
    {
        _hasDialog = true;
        Messages.Attach(props);
        PresetWatch.Attach(_controls.Value, props);
        return DialogLayout.Create(_controls.Value, props);
    }

    /// <inheritdoc/>
    protected override void OnCustomizeConfigUIWindowProperties(PropertyCollection props)
    {
        Set(ControlInfoPropertyNames.WindowIsSizable, true);
        Set(ControlInfoPropertyNames.WindowWidthScale, 1.2);
        Set(ControlInfoPropertyNames.WindowHelpContentType, WindowHelpContentType.PlainText);
        Set(ControlInfoPropertyNames.WindowHelpContent, DialogLayout.Help(_controls.Value));
        base.OnCustomizeConfigUIWindowProperties(props);

        void Set(ControlInfoPropertyNames name, object value)
        {
            if (props[name] is { } property)
                property.Value = value;
        }
    }

    /// <inheritdoc/>
    protected override void OnInitializeRenderInfo(IBitmapEffectRenderInfo renderInfo)
    {
        // Every pixel of every tile is written, in the layer's own format; tiles are only copied, so that they may come from any thread.
        renderInfo.Flags = BitmapEffectRenderingFlags.UninitializedOutputBuffer;
        renderInfo.Schedule = BitmapEffectRenderingSchedule.SquareTiles;
        _session?.Dispose();
        _session = new EffectSession(_parts, _controls.Value, new SourcePicture(Environment), Messages, Services);
        base.OnInitializeRenderInfo(renderInfo);
    }

    /// <inheritdoc/>
    protected override void OnSetToken(PropertyBasedEffectConfigToken? newToken)
    {
        if (newToken is not null)
            _session?.SetToken(newToken.Properties, _hasDialog, CancellationToken);
        base.OnSetToken(newToken);
    }

    /// <inheritdoc/>
    protected override void OnRender(IBitmapEffectOutput output)
    {
        if (!IsCancelRequested)
            _session?.Render(output);
    }

    /// <inheritdoc/>
    protected override void OnDispose(bool disposing)
    {
        if (disposing)
            _session?.Dispose();
        base.OnDispose(disposing);
    }

    private static BitmapEffectOptions Options()
    {
        BitmapEffectOptions options = BitmapEffectOptionsFactory.Create();
        options.IsConfigurable = true;
        return options;
    }
}
