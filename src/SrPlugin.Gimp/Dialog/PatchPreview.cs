using System.Runtime.InteropServices;
using SrPlugin.Client;
using SrPlugin.Gimp.Native;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// GIMP's preview of a part of the layer. Ticked, it shows the part as the effect would make it; in mode upscale the middle of the part,
/// enlarged to fill the preview.
/// </summary>
internal sealed class PatchPreview
{
    private readonly nint _preview;
    private readonly LayerPixels _layer;
    private readonly JobBuilder _jobs;
    private readonly IRestorationService _service;
    private readonly Func<Recipe> _recipe;
    private readonly Action<string> _say;
    private readonly Trace _trace;
    private CancellationTokenSource _cancellation = new();

    public PatchPreview(GimpSeries gimp, LayerPixels layer, JobBuilder jobs, IRestorationService service, Func<Recipe> recipe, Action<string> say, Trace trace)
    {
        (_layer, _jobs, _service, _recipe, _say, _trace) = (layer, jobs, service, recipe, say, trace);
        _preview = gimp.NewPreview(layer.Drawable);
        Gtk.SetName(_preview, "preview");

        // A job is run when the user wants to see one, not by opening the dialog.
        Gtk.SetPreviewOn(_preview, 0);
        UiThread.Connect(_preview, "invalidated", Refresh);
    }

    /// <summary>The widget.</summary>
    public nint Widget => _preview;

    /// <summary>The settings changed.</summary>
    public void Invalidate()
    {
        if (Gtk.PreviewIsOn(_preview) != 0)
            Gtk.InvalidatePreview(_preview);
    }

    /// <summary>Gives up what is being computed.</summary>
    public void Stop() => _cancellation.Cancel();

    private void Refresh()
    {
        Stop();
        if (Gtk.PreviewIsOn(_preview) == 0)
            return;
        _cancellation = new CancellationTokenSource();
        CancellationToken token = _cancellation.Token;
        try
        {
            Recipe recipe = _recipe();
            EffectJob job = _jobs.Build(_layer, Area(recipe), recipe, JobPriority.Interactive);
            bool isUpscale = recipe.Mode == EffectSettings.Upscale;
            if (isUpscale)
                job = job.WithoutMask();
            _say("Computing the preview…");
            _trace.Note("previewing", $"blur {recipe.Blur}", $"noise {recipe.Noise}");
            _ = Task.Run(() => RunAsync(job, isUpscale, token), CancellationToken.None);
        }
        catch (EffectException exception)
        {
            _say(exception.Message);
        }
    }

    private PictureArea Area(Recipe recipe)
    {
        Gtk.PreviewPosition(_preview, out int x, out int y);
        Gtk.PreviewSize(_preview, out int width, out int height);
        double scale = recipe.Mode == EffectSettings.Upscale ? recipe.Scale ?? 1 : 1;
        int seenWidth = Math.Clamp((int)(width / scale), 1, _layer.Width), seenHeight = Math.Clamp((int)(height / scale), 1, _layer.Height);
        int left = Math.Clamp(x + ((width - seenWidth) / 2), 0, _layer.Width - seenWidth);
        int top = Math.Clamp(y + ((height - seenHeight) / 2), 0, _layer.Height - seenHeight);
        return new PictureArea(left, top, seenWidth, seenHeight);
    }

    private async Task RunAsync(EffectJob job, bool isUpscale, CancellationToken cancellationToken)
    {
        try
        {
            UpscaleResult result = await _service.RunAsync(job, null, cancellationToken).ConfigureAwait(false);
            int bytesPerPixel = _layer.Channels * JobRequest.SizeOf(_layer.SampleFormat);
            PictureArea area = job.Request.Selection!.Value;
            byte[] pixels = isUpscale ? result.Pixels : JobBuilder.CutSelection(job.Request, result.Pixels, bytesPerPixel);
            (int width, int height) = isUpscale ? (result.Details.Width, result.Details.Height) : (area.Width, area.Height);
            byte[] shown = ToBytes(pixels, _layer.SampleFormat);
            UiThread.Post(() =>
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                Draw(shown, width, height);
                _say(isUpscale ? "The preview shows the middle of this part enlarged." : "");
                _trace.Note("previewed", width, height);
            });
        }
        catch (OperationCanceledException)
        {
            // A newer preview, or the dialog's end, took its place.
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            UiThread.Post(() => _say($"No preview: {FailureText.Of(exception)}"));
        }
    }

    private unsafe void Draw(byte[] pixels, int width, int height)
    {
        Gtk.PreviewSize(_preview, out int shownWidth, out int shownHeight);
        int imageType = (_layer.IsGrey ? 2 : 0) + (_layer.HasAlpha ? 1 : 0);
        fixed (byte* data = pixels)
            Gtk.DrawPreview(Gtk.PreviewArea(_preview), 0, 0, Math.Min(width, shownWidth), Math.Min(height, shownHeight), imageType, data, width * _layer.Channels);
    }

    private static byte[] ToBytes(byte[] pixels, SampleFormat format)
    {
        switch (format)
        {
            case SampleFormat.UInt8:
                return pixels;
            case SampleFormat.UInt16:
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels);
                byte[] high = new byte[words.Length];
                for (int i = 0; i < high.Length; i++)
                    high[i] = (byte)((words[i] + 128) / 257);
                return high;
            default:
                ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(pixels);
                byte[] bytes = new byte[values.Length];
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)Math.Clamp((values[i] * 255f) + 0.5f, 0f, 255f);
                return bytes;
        }
    }
}
