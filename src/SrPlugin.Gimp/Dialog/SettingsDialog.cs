using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Dialog;

/// <summary>The dialog of Filters ▸ Enhance ▸ Super Resolution… in GTK and GIMP's own widgets.</summary>
/// <param name="gimp">The series of GIMP.</param>
/// <param name="editor">Where the layer is.</param>
/// <param name="service">Who estimates, previews and knows the models.</param>
/// <param name="controls">What can be set.</param>
/// <param name="presets">The presets.</param>
/// <param name="trace">Notes what is shown.</param>
internal sealed class SettingsDialog(
    GimpSeries gimp, IEditor editor, IRestorationService service, ControlManifest controls, PresetLibrary presets,
    Trace trace) : ISettingsDialog
{
    private const string Program = "srplugin-gimp";
    private const int Reset = 1;
    private const int Save = 2;

    /// <inheritdoc/>
    public EffectSettings? Ask(LayerPixels layer, EffectSettings settings, EffectSettings first)
    {
        if (GimpText.Borrowed(Libgimp.DisplayName()).Length == 0 && Gtk.InitCheck(0, 0) == 0)
            throw new EffectException(
                "GIMP runs without windows here, so there can be no dialog. Call it with RUN-NONINTERACTIVE, or use srplugin-restore and "
                    + "srplugin-upscale.");
        gimp.StartInterface(Program);
        nint dialog = Gtk.NewDialog("Super Resolution", Program, 0, 0, 0, 0, 0);
        _ = Gtk.AddButton(dialog, "_Reset", Reset);
        _ = Gtk.AddButton(dialog, "_Save as preset…", Save);
        _ = Gtk.AddButton(dialog, "_Cancel", Gtk.Cancel);
        _ = Gtk.AddButton(dialog, "_OK", Gtk.Ok);
        Gtk.SetDefaultResponse(dialog, Gtk.Ok);
        Gtk.SetTransient(dialog);

        using var content = new SettingsPanel(editor, layer, service, controls, presets, trace);
        Gtk.Pack(Gtk.ContentArea(dialog), content.Widget, 1, 1, 0);
        content.Show(settings);
        Gtk.ShowAll(dialog);
        content.Start();
        UiThread.Post(() => content.Note("dialog"));

        int response;
        while ((response = Gtk.RunDialog(dialog)) is Reset or Save || (response == Gtk.Ok && content.MissingModel is not null))
        {
            if (response == Gtk.Ok)
            {
                content.SayWhatIsMissing();
            }
            else if (response == Reset)
            {
                content.Show(first);
                content.Note("reset");
            }
            else if (TitleDialog.Ask() is { } title)
            {
                content.SaveAs(title);
            }
        }

        EffectSettings? chosen = response == Gtk.Ok ? content.Read() : null;
        content.Stop();
        Gtk.Destroy(dialog);
        return chosen;
    }
}
