using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Dialog;

/// <summary>Shows a part of the layer with three settings side by side, of which the user chooses one.</summary>
/// <param name="restorer">Computes the parts.</param>
/// <param name="trace">Notes what is shown.</param>
internal sealed class VariantsDialog(PatchRestorer restorer, Trace trace)
{
    private const int Side = 300;

    // Responses of GTK's own are negative.
    private const int FirstResponse = 1;

    /// <summary>Shows the variants until the user decides.</summary>
    /// <param name="middle">The pixel of the layer that lies in the middle.</param>
    /// <param name="variants">The settings.</param>
    /// <returns>The chosen one; null when the user cancelled.</returns>
    public Variant? Ask((int X, int Y) middle, IReadOnlyList<Variant> variants)
    {
        nint dialog = Gtk.NewDialog("Super Resolution: try three", "srplugin-gimp", 0, 0, 0, 0, 0);
        _ = Gtk.AddButton(dialog, "_Cancel", Gtk.Cancel);
        nint columns = Gtk.NewHorizontalBox(1, 12);
        Gtk.SetBorder(columns, 12);
        nint status = Gtk.NewLabel("Computing…");
        Gtk.Pack(Gtk.ContentArea(dialog), columns, 1, 1, 0);
        Gtk.Pack(Gtk.ContentArea(dialog), status, 0, 1, 6);
        using var cancellation = new CancellationTokenSource();
        var work = new List<(PreviewPatch, EffectJob, PatchColors, PictureWidget)>();
        try
        {
            for (int i = 0; i < variants.Count; i++)
            {
                var patch = PreviewPatch.Of(restorer.Layer, middle, variants[i].Recipe, Side);
                PatchColors before = restorer.Before(patch);
                var picture = new PictureWidget($"variant-{i}", Side, Side);
                picture.Show(before.Split(null, 0, patch.Zoom));
                nint column = Gtk.NewVerticalBox(0, 6);
                Gtk.Pack(column, picture.Widget, 0, 0, 0);
                Gtk.Pack(column, Gtk.NewLabel(variants[i].Title), 0, 1, 0);
                Gtk.Pack(columns, column, 1, 1, 0);
                _ = Gtk.AddButton(dialog, $"Use _{variants[i].Title.ToLowerInvariant()}", FirstResponse + i);
                work.Add((patch, restorer.Build(patch, variants[i].Recipe), before, picture));
            }
        }
        catch (EffectException exception)
        {
            Gtk.SetLabel(status, exception.Message);
            work.Clear();
        }

        Gtk.ShowAll(dialog);
        _ = Task.Run(() => RunAsync(work, status, cancellation.Token), CancellationToken.None);
        int response = Gtk.RunDialog(dialog);
        cancellation.Cancel();
        Gtk.Destroy(dialog);
        bool isChosen = response >= FirstResponse && response < FirstResponse + variants.Count;
        Variant? chosen = isChosen ? variants[response - FirstResponse] : null;
        trace.Note("chosen", chosen?.Title ?? "");
        return chosen;
    }

    private async Task RunAsync(
        List<(PreviewPatch, EffectJob, PatchColors, PictureWidget)> work, nint status, CancellationToken cancellationToken)
    {
        try
        {
            foreach ((PreviewPatch patch, EffectJob job, PatchColors before, PictureWidget picture) in work)
            {
                (PatchColors after, _) = await restorer.RunAsync(patch, job, before, cancellationToken).ConfigureAwait(false);
                Post(() => picture.Show(after.Split(null, 0, patch.Zoom)));
            }

            Post(() =>
            {
                Gtk.SetLabel(status, work.Count == 0 ? "" : "Choose the one that you like.");
                trace.Note("tried", work.Count);
            });
        }
        catch (OperationCanceledException)
        {
            // The user has chosen.
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or InvalidOperationException)
        {
            Post(() => Gtk.SetLabel(status, FailureText.Of(exception)));
        }

        // After the end of the dialog there are no widgets.
        void Post(Action action) => UiThread.Post(() =>
        {
            if (!cancellationToken.IsCancellationRequested)
                action();
        });
    }
}
