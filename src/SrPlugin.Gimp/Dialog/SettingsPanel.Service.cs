using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Gimp.Dialog;

/// <content>The models and the estimate, which the service tells while the dialog is open.</content>
internal sealed partial class SettingsPanel
{
    /// <summary>Gets the chosen model where it is not on this machine; null where it is.</summary>
    public CatalogueEntry? MissingModel => _missing.GetValueOrDefault(_model.Value);

    /// <summary>Tells why the settings cannot be used yet.</summary>
    public void SayWhatIsMissing() => Say($"{MissingModel?.Name} is not on this machine yet: get it first, or choose another model.");

    /// <summary>Asks the service for its models and the layer's scores; both arrive while the dialog is open.</summary>
    public void Start()
    {
        EffectJob job;
        try
        {
            job = new JobBuilder(_editor).Build(_layer, _layer.Selected, new Recipe(), JobPriority.Interactive);
        }
        catch (EffectException exception)
        {
            Say(exception.Message);
            return;
        }

        Say("Asking the service…");
        _ = Task.Run(() => AskServiceAsync(job), CancellationToken.None);
    }

    private async Task AskServiceAsync(EffectJob job)
    {
        try
        {
            ModelList models = await _service.GetModelsAsync(_cancellation.Token).ConfigureAwait(false);
            Post(() => ShowModels(models.Models));
            DegradationScores scores = await _service.EstimateAsync(job, _cancellation.Token).ConfigureAwait(false);
            Post(() => ShowScores(scores));
            CatalogueList catalogue = await _service.GetCatalogueAsync(_cancellation.Token).ConfigureAwait(false);
            Post(() => ShowCatalogue(catalogue.Models));
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed first.
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or InvalidOperationException)
        {
            Post(() => Say(FailureText.Of(exception)));
        }
    }

    // After the end of the dialog there are no widgets.
    private void Post(Action action) => UiThread.Post(() =>
    {
        if (!_isClosed)
            action();
    });

    private void ShowModels(IReadOnlyList<ModelDescription> models) => Fill(() =>
    {
        _models = models;
        foreach (ModelDescription model in models)
            _model.Put(Line(model), model.Id);
        if (models.FirstOrDefault(model => model.IsDefault) is { } usual)
            _model.Put($"The usual one: {Line(usual)}", "");
        if (_wantedModel is { } wanted)
            _model.Select(id => id == wanted);
        OnModel();
    });

    private void ShowScores(DegradationScores scores)
    {
        _scores = scores;
        Update();
        Say(
            _layer.HasEffects
                ? "This layer has effects: the pixels below them are restored, and GIMP draws the effects over the result."
                : "");
        Note("estimated");
        _preview.Begin();
    }

    // What is not on this machine can be read of here, and had here.
    private void ShowCatalogue(IReadOnlyList<CatalogueEntry> entries) => Fill(() =>
    {
        _missing = entries.Where(entry => !entry.IsInstalled && _models.All(model => model.Id != entry.Id)).ToDictionary(entry => entry.Id);
        foreach (CatalogueEntry entry in _missing.Values)
            _model.Put($"{entry.Name} ({ModelText.State(entry)})", entry.Id);
        if (_wantedModel is { } wanted)
            _model.Select(id => id == wanted);
        OnModel();
        _trace.Note("catalogue", _missing.Count);
    });

    private void OnArrived(string id)
    {
        _wantedModel = id;
        _ = Task.Run(ListModelsAsync, CancellationToken.None);
    }

    private async Task ListModelsAsync()
    {
        try
        {
            ModelList models = await _service.GetModelsAsync(_cancellation.Token).ConfigureAwait(false);
            CatalogueList catalogue = await _service.GetCatalogueAsync(_cancellation.Token).ConfigureAwait(false);
            Post(() =>
            {
                ShowModels(models.Models);
                ShowCatalogue(catalogue.Models);
                Note("arrived");
            });
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed first.
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or InvalidOperationException)
        {
            Post(() => Say(FailureText.Of(exception)));
        }
    }

    private static string Line(ModelDescription model) => $"{model.Name} ({ModelText.State(model)})";

    // What is estimated for the whole selection counts for its parts too. Until it is known the service estimates the part.
    private Recipe WithEstimate(Recipe recipe) =>
        recipe with { Blur = recipe.Blur ?? _scores?.Blur, Noise = recipe.Noise ?? _scores?.Noise };

    private void OnModel()
    {
        ModelDescription? chosen = _models.FirstOrDefault(model => _model.Value.Length > 0 ? model.Id == _model.Value : model.IsDefault);
        if (!_isFilling)
            _wantedModel = null;
        CatalogueEntry? missing = MissingModel;
        _offer.Offer(missing);
        _preview.IsPossible = missing is null;
        if (chosen?.Problem is { } problem)
            Say(problem);
        RecipeValues previous = _defaults, nothing = new(new Recipe());
        _family = chosen?.Family ?? missing?.Family ?? FirstFamily;
        _defaults = Defaults(chosen);
        Fill(() =>
        {
            foreach (ControlField field in _fields.Where(field => field.ShowsDefault(previous)))
                field.Show(nothing, _defaults);
        });
        Update();
        _preview.Invalidate();
    }
}
