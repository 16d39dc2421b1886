using SrPlugin.Gimp.Native;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Dialog;

/// <summary>What is in the dialog: the preview, and a row for every control.</summary>
internal sealed class SettingsPanel : IDisposable
{
    // Until the service has named its models.
    private const string FirstFamily = "s3diff";

    private readonly LayerPixels _layer;
    private readonly JobBuilder _jobs;
    private readonly IRestorationService _service;
    private readonly ControlManifest _controls;
    private readonly PresetList _presets;
    private readonly ChoiceList<string> _preset;
    private readonly ChoiceList<string> _model;
    private readonly ChoiceList<ResultTarget> _target;
    private readonly List<ControlField> _fields = [];
    private readonly PatchPreview _preview;
    private readonly nint _status;
    private readonly Trace _trace;
    private readonly CancellationTokenSource _cancellation = new();
    private IReadOnlyList<ModelDescription> _models = [];
    private string _family = FirstFamily;
    private RecipeValues _defaults;
    private DegradationScores? _scores;
    private string? _wantedModel;
    private bool _isFilling;

    public SettingsPanel(GimpSeries gimp, LayerPixels layer, JobBuilder jobs, IRestorationService service, ControlManifest controls, PresetList presets, Trace trace)
    {
        (_layer, _jobs, _service, _controls, _presets, _trace) = (layer, jobs, service, controls, presets, trace);
        _defaults = Defaults(null);
        IReadOnlyList<PanelRow> rows = PanelRow.All(controls);
        var table = new PanelTable(rows.Count);
        foreach (PanelRow row in rows)
        {
            switch (row.Name)
            {
                case PanelRow.Preset:
                    _preset = new ChoiceList<string>(row, table);
                    break;
                case PanelRow.Model:
                    _model = new ChoiceList<string>(row, table);
                    break;
                case PanelRow.Target:
                    _target = new ChoiceList<ResultTarget>(row, table);
                    break;
                default:
                    _fields.Add(ControlField.Create(row, table));
                    break;
            }
        }

        if (_preset is null || _model is null || _target is null)
            throw new InvalidOperationException("The dialog lacks the row of presets, models or targets.");
        _preset.Add("Custom", "");
        foreach (Preset preset in presets.Presets)
            _preset.Add(preset.Title, preset.Name);
        _model.Add("(default)", "");
        _target.Add("Into the layer; enlarged: a new image", ResultTarget.Usual);
        _target.Add("A new layer above (restore)", ResultTarget.NewLayer);
        _target.Add("The whole image (upscale)", ResultTarget.WholeImage);
        _preview = new PatchPreview(gimp, layer, jobs, service, () => WithEstimate(Read().Recipe), Say, trace);
        _status = Gtk.NewLabel("");
        Gtk.SetAlignment(_status, 0, 0.5f);
        Gtk.SetWrap(_status, 1);
        nint columns = Gtk.NewHorizontalBox(0, 12);
        Gtk.Pack(columns, _preview.Widget, 1, 1, 0);
        Gtk.Pack(columns, table.Widget, 1, 1, 0);
        Widget = Gtk.NewVerticalBox(0, 6);
        Gtk.SetBorder(Widget, 12);
        Gtk.Pack(Widget, columns, 1, 1, 0);
        Gtk.Pack(Widget, _status, 0, 1, 0);

        _preset.Changed += OnPreset;
        _model.Changed += OnModel;
        foreach (ControlField field in _fields)
            field.Changed += OnField;
    }

    /// <summary>The widget that holds everything.</summary>
    public nint Widget { get; }

    /// <summary>Shows settings.</summary>
    public void Show(EffectSettings settings)
    {
        Fill(() =>
        {
            _preset.Select(name => name == settings.Preset);
            _target.Select(target => target == settings.Target);
            _wantedModel = settings.Recipe.Model;
            _model.Select(id => id == _wantedModel);
            ShowRecipe(settings.Recipe);
        });
        _preview.Invalidate();
    }

    /// <summary>Asks the service for its models and the layer's scores; both arrive while the dialog is open.</summary>
    public void Start()
    {
        EffectJob job;
        try
        {
            job = _jobs.Build(_layer, _layer.Selected, new Recipe(), JobPriority.Interactive);
        }
        catch (EffectException exception)
        {
            Say(exception.Message);
            return;
        }

        Say("Asking the service…");
        _ = Task.Run(() => AskServiceAsync(job), CancellationToken.None);
    }

    /// <summary>The settings as they are shown; what is as the model wants it is left to the model.</summary>
    public EffectSettings Read()
    {
        var values = new RecipeValues(new Recipe()) { Model = _model.Value is { Length: > 0 } id ? id : _wantedModel };
        foreach (ControlField field in _fields.Where(field => field.Control.Name is "mode" or "scale" || !field.ShowsDefault(_defaults)))
            field.Store(values);
        return new EffectSettings { Preset = _preset.Value, Target = _target.Value, Recipe = values.ToRecipe() };
    }

    /// <summary>Gives up what is under way.</summary>
    public void Stop()
    {
        _cancellation.Cancel();
        _preview.Stop();
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <summary>Notes what the live widgets show: a line for each, then the step.</summary>
    public void Note(string step)
    {
        if (!_trace.IsOn)
            return;
        string[] lines =
        [
            $"preset\t{_preset.Describe()}",
            $"model\t{_model.Describe()}",
            $"target\t{_target.Describe()}",
            .. _fields.Select(field => $"{field.Control.Name}\t{field.Describe()}"),
        ];
        foreach (string line in lines)
            _trace.Note("control", step, line);
        _trace.Note(step);
    }

    private async Task AskServiceAsync(EffectJob job)
    {
        try
        {
            ModelList models = await _service.GetModelsAsync(_cancellation.Token).ConfigureAwait(false);
            UiThread.Post(() => ShowModels(models.Models));
            DegradationScores scores = await _service.EstimateAsync(job, _cancellation.Token).ConfigureAwait(false);
            UiThread.Post(() => ShowScores(scores));
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed first.
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            UiThread.Post(() => Say(FailureText.Of(exception)));
        }
    }

    private void ShowModels(IReadOnlyList<ModelDescription> models) => Fill(() =>
    {
        _models = models;
        foreach (ModelDescription model in models)
            _model.Add(model.Problem is null ? model.Name : $"{model.Name} (not usable)", model.Id);
        if (_wantedModel is { } wanted)
            _model.Select(id => id == wanted);
        OnModel();
    });

    private void ShowScores(DegradationScores scores)
    {
        _scores = scores;
        Update();
        Say(_layer.HasEffects ? "This layer has effects: the pixels below them are restored, and GIMP draws the effects over the result." : "");
        Note("estimated");
        _preview.Invalidate();
    }

    // What is estimated for the whole selection counts for its parts too. Until it is known the service estimates the part.
    private Recipe WithEstimate(Recipe recipe) => recipe with { Blur = recipe.Blur ?? _scores?.Blur, Noise = recipe.Noise ?? _scores?.Noise };

    private NumberField? Field(string name) => _fields.OfType<NumberField>().FirstOrDefault(field => field.Control.Name == name);

    private void OnPreset()
    {
        if (!_isFilling && _presets.Find(_preset.Value) is { } preset)
        {
            if (preset.Recipe.Model is { } model)
            {
                _wantedModel = model;
                Fill(() => _model.Select(id => id == model));
                OnModel();
            }

            Fill(() => ShowRecipe(preset.Recipe));
        }

        _preview.Invalidate();
    }

    private void OnModel()
    {
        ModelDescription? chosen = _models.FirstOrDefault(model => _model.Value.Length > 0 ? model.Id == _model.Value : model.IsDefault);
        if (!_isFilling)
            _wantedModel = null;
        RecipeValues previous = _defaults, nothing = new(new Recipe());
        _family = chosen?.Family ?? FirstFamily;
        _defaults = Defaults(chosen);
        Fill(() =>
        {
            foreach (ControlField field in _fields.Where(field => field.ShowsDefault(previous)))
                field.Show(nothing, _defaults);
        });
        Update();
        _preview.Invalidate();
    }

    private void OnField()
    {
        if (_isFilling)
            return;

        // What is shown is no longer that preset.
        Fill(() => _preset.Select(name => name.Length == 0));
        Update();
        _preview.Invalidate();
    }

    private RecipeValues Defaults(ModelDescription? model) => new(RecipeDefaults.Complete(null, model?.Defaults, model?.Family ?? FirstFamily, _controls));

    private void ShowRecipe(Recipe recipe)
    {
        var values = new RecipeValues(recipe);
        foreach (ControlField field in _fields)
            field.Show(values, _defaults);
        Update();
    }

    // What may be set now, and what the program uses in place of what is not.
    private void Update()
    {
        bool isUpscale = _fields.OfType<ChoiceField>().FirstOrDefault(field => field.Control.Name == "mode")?.Value != EffectSettings.Restore;
        foreach (ControlField field in _fields)
            field.SetSensitive(field.Control.Applies(_family) && (isUpscale || field.Control.Name != "scale"));
        if (_scores is not { } scores)
            return;
        Field("blur")?.ShowAutomatic(scores.Blur);
        Field("noise")?.ShowAutomatic(scores.Noise);
    }

    private void Fill(Action fill)
    {
        bool wasFilling = _isFilling;
        _isFilling = true;
        fill();
        _isFilling = wasFilling;
    }

    private void Say(string text)
    {
        Gtk.SetLabel(_status, text);
        _trace.Note("says", text);
    }
}
