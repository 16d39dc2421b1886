using System.Security.Cryptography;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// A part of the layer before and after, with a line between the two that the user drags. Dragging the picture shows another part. The
/// result is computed when nothing has changed for a moment, and given up when something changes.
/// </summary>
internal sealed class PatchPreview
{
    private const uint RestMilliseconds = 300;
    private const double ReachOfLine = 10;

    // What is shown for a moment only may see less of what is around it.
    private const int GlimpseMargin = 16;

    private readonly PatchRestorer _restorer;
    private readonly Func<Recipe> _recipe;
    private readonly Action<string> _say;
    private readonly Trace _trace;
    private readonly PictureWidget _picture = new("preview", PreviewPatch.Side, PreviewPatch.Side);
    private readonly nint _tick = Gtk.NewMnemonicCheckButton("_Preview");
    private readonly nint _hold = Gtk.NewButton("Hold to see _before");
    private CancellationTokenSource _cancellation = new();
    private (int X, int Y) _middle;
    private PreviewPatch? _patch;
    private PatchColors? _before;
    private PatchColors? _after;
    private (double X, double Y, (int X, int Y) Middle)? _grabbed;
    private double _line = 0.5;
    private bool _movesLine;
    private bool _isHeld;
    private bool _isReady;
    private bool _isClosed;
    private uint _timer;

    public PatchPreview(PatchRestorer restorer, Func<Recipe> recipe, Action<string> say, Trace trace)
    {
        (_restorer, _recipe, _say, _trace) = (restorer, recipe, say, trace);
        PictureArea selected = restorer.Layer.Selected;
        _middle = (selected.X + (selected.Width / 2), selected.Y + (selected.Height / 2));
        Gtk.SetHelp(
            _picture.Widget,
            "Left of the line: as it is. Right of it: as the effect makes it. Drag the line to compare, and the picture to see another "
                + "part.",
            0);
        Gtk.SetTicked(_tick, 1);
        Gtk.SetHelp(_tick, "Computes the part that is shown whenever a setting changes.", 0);
        Gtk.SetHelp(_hold, "Shows the part as it is for as long as the button is held.", 0);
        _picture.Pressed += OnPressed;
        _picture.Moved += OnMoved;
        _picture.Released += OnReleased;
        UiThread.Connect(_tick, "toggled", Invalidate);
        UiThread.Connect(_hold, "pressed", () => Hold(true));
        UiThread.Connect(_hold, "released", () => Hold(false));
        Buttons = Gtk.NewHorizontalBox(0, 6);
        Gtk.Pack(Buttons, _tick, 0, 1, 0);
        Gtk.Pack(Buttons, _hold, 0, 1, 0);
        Widget = Gtk.NewVerticalBox(0, 6);
        Gtk.Pack(Widget, _picture.Widget, 0, 0, 0);
        Gtk.Pack(Widget, Buttons, 0, 1, 0);
    }

    /// <summary>Gets the widget that holds everything.</summary>
    public nint Widget { get; }

    /// <summary>Gets the row below the picture.</summary>
    public nint Buttons { get; }

    /// <summary>Gets the pixel of the layer in the middle of the picture.</summary>
    public (int X, int Y) Middle => _middle;

    /// <summary>
    /// Gets or sets whether what is set can be computed: its model is there. What is not possible shows the part as it is.
    /// </summary>
    public bool IsPossible { get; set; } = true;

    /// <summary>Starts to compute: what the settings leave to an estimate is known now.</summary>
    public void Begin()
    {
        _isReady = true;
        Invalidate();
    }

    /// <summary>Shows the settings, which changed.</summary>
    public void Invalidate()
    {
        if (_isClosed)
            return;
        GiveUp();
        Recipe recipe = _recipe();
        var patch = PreviewPatch.Of(_restorer.Layer, _middle, recipe);
        if (patch != _patch)
        {
            _patch = patch;
            _before = _restorer.Before(patch);
            _after = null;
        }

        bool isOn = IsPossible && Gtk.IsTicked(_tick) != 0;
        if (!isOn)
            _after = null;
        Draw();
        if (isOn && _isReady)
            _timer = UiThread.Later(RestMilliseconds, Compute);
    }

    /// <summary>Gives up what is under way, for good.</summary>
    public void Stop()
    {
        _isClosed = true;
        GiveUp();
    }

    private void GiveUp()
    {
        _cancellation.Cancel();
        if (_timer == 0)
            return;
        UiThread.Forget(_timer);
        _timer = 0;
    }

    private void Compute()
    {
        _timer = 0;
        if (_patch is not { } patch || _before is not { } before)
            return;
        _cancellation = new CancellationTokenSource();
        CancellationToken token = _cancellation.Token;
        try
        {
            Recipe recipe = _recipe();
            EffectJob job = _restorer.Build(patch, recipe);
            _say("Computing the preview…");
            _trace.Note("previewing", $"blur {recipe.Blur}", $"noise {recipe.Noise}");
            EffectJob? glimpse = BuildGlimpse(patch, recipe);
            _ = Task.Run(() => RunAsync(patch, glimpse, job, before, token), CancellationToken.None);
        }
        catch (EffectException exception)
        {
            _say(exception.Message);
        }
    }

    private EffectJob? BuildGlimpse(PreviewPatch patch, Recipe recipe)
    {
        try
        {
            return patch.Glimpse is { } part ? _restorer.Build(part, recipe, GlimpseMargin) : null;
        }
        catch (EffectException)
        {
            // The selection has a hole in the middle.
            return null;
        }
    }

    private async Task RunAsync(
        PreviewPatch patch, EffectJob? glimpse, EffectJob job, PatchColors before, CancellationToken cancellationToken)
    {
        try
        {
            if (glimpse is not null)
                await RunAsync("glimpsed", patch.Glimpse!, glimpse, before, cancellationToken).ConfigureAwait(false);
            await RunAsync("previewed", patch, job, before, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A newer preview, or the dialog's end, took its place.
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or InvalidOperationException)
        {
            UiThread.Post(() =>
            {
                if (!cancellationToken.IsCancellationRequested)
                    _say($"No preview: {FailureText.Of(exception)}");
            });
        }
    }

    private async Task RunAsync(string step, PreviewPatch patch, EffectJob job, PatchColors before, CancellationToken cancellationToken)
    {
        (PatchColors after, byte[] samples) = await _restorer.RunAsync(patch, job, before, cancellationToken).ConfigureAwait(false);
        UiThread.Post(() =>
        {
            if (cancellationToken.IsCancellationRequested)
                return;
            _after = after;
            Draw();
            if (step == "previewed")
                _say("");
            if (_trace.IsOn)
            {
                PictureArea area = patch.Computed;
                _trace.Note(step, area.Width, area.Height, area.X, area.Y, Convert.ToHexString(SHA256.HashData(samples)));
            }

        });
    }

    private void Draw()
    {
        if (_before is { } before && _patch is { } patch)
            _picture.Show(before.Split(_isHeld ? null : _after, _line, patch.Zoom));
    }

    private void Hold(bool isHeld)
    {
        _isHeld = isHeld;
        Draw();
        _trace.Note("held", isHeld);
    }

    private void OnPressed(double x, double y)
    {
        if (_patch is not { } patch)
            return;
        _movesLine = _after is not null && Math.Abs(x - (_line * patch.Width * patch.Zoom)) <= ReachOfLine;
        _grabbed = (x, y, _middle);
    }

    private void OnMoved(double x, double y)
    {
        if (_grabbed is not { } grabbed || _patch is not { } patch)
            return;
        if (_movesLine)
        {
            _line = Math.Clamp(x / (patch.Width * patch.Zoom), 0, 1);
            Draw();
            return;
        }

        double size = patch.Zoom * patch.Scale;
        PictureArea selected = _restorer.Layer.Selected;
        _middle = (
            Math.Clamp(grabbed.Middle.X - (int)Math.Round((x - grabbed.X) / size), selected.X, selected.X + selected.Width - 1),
            Math.Clamp(grabbed.Middle.Y - (int)Math.Round((y - grabbed.Y) / size), selected.Y, selected.Y + selected.Height - 1));
        Invalidate();
    }

    private void OnReleased(double x, double y)
    {
        if (_grabbed is null)
            return;
        OnMoved(x, y);
        _grabbed = null;
        if (_movesLine)
            _trace.Note("line", _line);
        else
            _trace.Note("moved", _middle.X, _middle.Y);
    }
}
