using SrPlugin.Client;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// A model that is not on this machine, below the list of models: what it is, its size and licence, the button that downloads it, and how
/// far that is. A download goes on when the dialog is closed; the next dialog shows it again.
/// </summary>
internal sealed class ModelOffer
{
    private const int LineWidth = 44;

    private readonly IRestorationService _service;
    private readonly Action<Action> _post;
    private readonly Trace _trace;
    private readonly nint _text = NewText();
    private readonly nint _news = NewText();
    private readonly nint _accept = Gtk.NewMnemonicCheckButton("I ha_ve read the licence and accept it");
    private readonly nint _get = Gtk.NewButton("_Get it");
    private readonly nint _bar = Gtk.NewProgressBar();
    private readonly nint _cancel = Gtk.NewButton("Cancel the _download");
    private readonly nint _offer;
    private readonly nint _download;
    private CatalogueEntry? _offered;
    private CancellationTokenSource? _cancellation;

    public ModelOffer(IRestorationService service, Action<Action> post, Trace trace)
    {
        (_service, _post, _trace) = (service, post, trace);
        _offer = NewPart(_text, _accept, _get);
        _download = NewPart(_bar, _cancel);
        Gtk.SetShownAlone(_news, 1);
        Gtk.SetName(_accept, "model-licence");
        Gtk.SetName(_get, "model-get");
        Gtk.SetName(_cancel, "model-cancel");
        Gtk.SetHelp(_get, "Downloads the model. You can go on meanwhile.", 0);
        Gtk.SetHelp(_cancel, "What has arrived stays: the next download goes on from there.", 0);
        Widget = Gtk.NewVerticalBox(0, 6);
        Gtk.Pack(Widget, _offer, 0, 1, 0);
        Gtk.Pack(Widget, _download, 0, 1, 0);
        Gtk.Pack(Widget, _news, 0, 1, 0);
        UiThread.Connect(_accept, "toggled", Enable);
        UiThread.Connect(_get, "clicked", () => Get(_offered!));
        UiThread.Connect(_cancel, "clicked", () => _cancellation?.Cancel());
    }

    /// <summary>Occurs when a model has arrived.</summary>
    public event Action<string>? Arrived;

    /// <summary>Gets the widget that holds everything.</summary>
    public nint Widget { get; }

    private bool IsBusy => _cancellation is not null;

    /// <summary>Offers a model, or follows its download where one runs.</summary>
    /// <param name="entry">The model; null for none.</param>
    public void Offer(CatalogueEntry? entry)
    {
        if (entry?.Id != _offered?.Id)
        {
            Gtk.SetTicked(_accept, 0);
            Tell("");
        }

        _offered = entry;
        if (entry is { Installation: not null } && !IsBusy)
            Get(entry);
        Arrange();
    }

    private static nint NewText()
    {
        nint text = Gtk.NewLabel("");
        Gtk.SetAlignment(text, 0, 0.5f);
        Gtk.SetWrap(text, 1);
        Gtk.SetWidthInCharacters(text, LineWidth);
        Gtk.SetLongestLine(text, LineWidth);
        return text;
    }

    // Shown and hidden by itself: what is in it always wants to be shown.
    private static nint NewPart(params nint[] widgets)
    {
        nint part = Gtk.NewVerticalBox(0, 4);
        foreach (nint widget in widgets)
        {
            Gtk.Pack(part, widget, 0, 1, 0);
            Gtk.Show(widget);
        }

        Gtk.SetShownAlone(part, 1);
        return part;
    }

    private static void SetShown(nint widget, bool isShown)
    {
        if (isShown)
            Gtk.Show(widget);
        else
            Gtk.Hide(widget);
    }

    private void Arrange()
    {
        SetShown(_offer, _offered is not null && !IsBusy);
        SetShown(_download, IsBusy);
        if (_offered is not { } entry)
            return;
        SetShown(_accept, entry.Licences.Count > 0);
        Gtk.SetMarkup(_text, ModelOfferText.Of(entry));
        Enable();
        _trace.Note("offered", entry.Id, entry.Licences.Count);
    }

    private void Enable()
    {
        bool isAllowed = _offered is { ManualFiles.Count: 0 } entry && (entry.Licences.Count == 0 || Gtk.IsTicked(_accept) != 0);
        Gtk.SetSensitive(_get, isAllowed ? 1 : 0);
    }

    private void Get(CatalogueEntry entry)
    {
        _cancellation = new CancellationTokenSource();
        CancellationToken token = _cancellation.Token;
        Gtk.SetFraction(_bar, 0);
        Tell($"{entry.Name}: asking for it…");
        Arrange();
        _trace.Note("getting", entry.Id);
        _ = Task.Run(() => GetAsync(entry, token), CancellationToken.None);
    }

    private async Task GetAsync(CatalogueEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _service.InstallAsync(entry.Id, new News(progress => _post(() => Show(entry, progress))), cancellationToken)
                .ConfigureAwait(false);
            _post(() =>
            {
                End("got", $"{entry.Name} is installed.");
                Arrived?.Invoke(entry.Id);
            });
        }
        catch (OperationCanceledException)
        {
            _post(() => End("not-got", "The download was cancelled. What has arrived stays: Get it goes on from there."));
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or InvalidOperationException)
        {
            _post(() => End("not-got", FailureText.Of(exception)));
        }
    }

    private void Show(CatalogueEntry entry, InstallationProgress progress)
    {
        if (!IsBusy)
            return;
        Gtk.SetFraction(_bar, progress.TotalBytes > 0 ? Math.Clamp((double)progress.CompletedBytes / progress.TotalBytes, 0, 1) : 0);
        Tell($"{entry.Name}: {ModelText.Progress(progress)}");
    }

    private void End(string step, string text)
    {
        _cancellation?.Dispose();
        _cancellation = null;
        Tell(text);
        Arrange();
        _trace.Note(step, text);
    }

    private void Tell(string text)
    {
        Gtk.SetLabel(_news, text);
        SetShown(_news, text.Length > 0);
        if (text.Length > 0)
            _trace.Note("download", text);
    }

    private sealed class News(Action<InstallationProgress> show) : IProgress<InstallationProgress>
    {
        public void Report(InstallationProgress value) => show(value);
    }
}
