using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// What is in the dialog: the preview, a row for every basic control, and the rest folded away. What the service says lies in the other
/// part.
/// </summary>
internal sealed partial class SettingsPanel : IDisposable
{
    // Until the service has named its models.
    private const string FirstFamily = "s3diff";

    private const int AdvancedHeight = 260;
    private const int DescriptionWidth = 44;

    // GtkPolicyType.
    private const int Automatic = 1;
    private const int Never = 2;

    private readonly LayerPixels _layer;
    private readonly IEditor _editor;
    private readonly IRestorationService _service;
    private readonly ControlManifest _controls;
    private readonly PresetLibrary _library;
    private readonly PatchRestorer _restorer;
    private readonly ChoiceList<string> _preset;
    private readonly ChoiceList<string> _model;
    private readonly ChoiceList<ResultTarget> _target;
    private readonly CheckRow _changes;
    private readonly List<ControlField> _fields = [];
    private readonly PatchPreview _preview;
    private readonly ModelOffer _offer;
    private readonly nint _status;
    private readonly nint _description;
    private PresetList _presets;
    private readonly Trace _trace;
    private readonly CancellationTokenSource _cancellation = new();
    private IReadOnlyList<ModelDescription> _models = [];
    private string _family = FirstFamily;
    private RecipeValues _defaults;
    private DegradationScores? _scores;
    private string? _wantedModel;
    private IReadOnlyDictionary<string, CatalogueEntry> _missing = new Dictionary<string, CatalogueEntry>();
    private bool _isFilling;
    private bool _isClosed;

    public SettingsPanel(
        IEditor editor, LayerPixels layer, IRestorationService service, ControlManifest controls, PresetLibrary library, Trace trace)
    {
        (_editor, _layer, _service, _controls, _library, _trace) = (editor, layer, service, controls, library, trace);
        _presets = library.Load();
        _restorer = new PatchRestorer(layer, editor, service);
        _defaults = Defaults(null);
        _offer = new ModelOffer(service, Post, trace);
        _offer.Arrived += OnArrived;
        _description = NewText();
        Gtk.SetWidthInCharacters(_description, DescriptionWidth);
        IReadOnlyList<PanelRow> rows = PanelRow.All(controls);
        var basic = new PanelTable(rows.Count(row => !row.IsAdvanced) + 2);
        foreach (PanelRow row in rows.Where(row => !row.IsAdvanced))
        {
            switch (row.Name)
            {
                case PanelRow.Preset:
                    _preset = new ChoiceList<string>(row, basic);
                    basic.AddBelow(_description);
                    break;
                case PanelRow.Model:
                    _model = new ChoiceList<string>(row, basic);
                    basic.AddBelow(_offer.Widget);
                    break;
                case PanelRow.Target:
                    _target = new ChoiceList<ResultTarget>(row, basic);
                    break;
                case PanelRow.Changes:
                    _changes = new CheckRow(row, basic);
                    break;
                default:
                    _fields.Add(ControlField.Create(row, basic));
                    break;
            }
        }

        if (_preset is null || _model is null || _target is null || _changes is null)
            throw new InvalidOperationException("The dialog lacks the row of presets, models, targets or changes.");
        _preset.Put("Custom", "");
        foreach (Preset preset in _presets.Presets)
            _preset.Put(preset.Title, preset.Name);
        _model.Put("The usual one", "");
        _target.Put("Into the layer; enlarged: a new image", ResultTarget.Usual);
        _target.Put("A new layer above, masked by the selection", ResultTarget.NewLayer);
        _target.Put("The whole image, when it is enlarged", ResultTarget.WholeImage);
        _preview = new PatchPreview(_restorer, () => WithEstimate(Read().Recipe), Say, trace);
        nint three = Gtk.NewButton("_Try three…");
        Gtk.SetHelp(three, "Shows this part with a gentle, the present and a strong setting side by side.", 0);
        UiThread.Connect(three, "clicked", TryThree);
        Gtk.Pack(_preview.Buttons, three, 0, 1, 0);
        _status = NewText();
        nint settings = Gtk.NewVerticalBox(0, 6);
        Gtk.Pack(settings, basic.Widget, 0, 1, 0);
        Gtk.Pack(settings, NewAdvanced([.. rows.Where(row => row.IsAdvanced)]), 0, 1, 0);
        nint columns = Gtk.NewHorizontalBox(0, 12);
        Gtk.Pack(columns, _preview.Widget, 0, 0, 0);
        Gtk.Pack(columns, settings, 1, 1, 0);
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
            _changes.IsTicked = settings.ShowsChanges;
            _wantedModel = settings.Recipe.Model;
            _model.Select(id => id == _wantedModel);
            ShowRecipe(settings.Recipe);
        });
        Describe();
        _preview.Invalidate();
    }

    /// <summary>The settings as they are shown; what is as the model wants it is left to the model.</summary>
    public EffectSettings Read()
    {
        var values = new RecipeValues(new Recipe()) { Model = _model.Value is { Length: > 0 } id ? id : _wantedModel };
        foreach (ControlField field in _fields.Where(field => field.Control.Name is "mode" or "scale" || !field.ShowsDefault(_defaults)))
            field.Store(values);
        return new EffectSettings
        {
            Preset = _preset.Value,
            Target = _target.Value,
            ShowsChanges = _changes.IsTicked,
            Recipe = values.ToRecipe(),
        };
    }

    /// <summary>Saves what is shown as a preset of the user's, and chooses it.</summary>
    public void SaveAs(string title)
    {
        string name = PresetNames.Of(title, _presets.Presets);
        try
        {
            _ = _library.Save(new Preset { Name = name, Title = title, Recipe = Read().Recipe });
        }
        catch (Exception exception) when (exception is SrPluginException or IOException or UnauthorizedAccessException)
        {
            Say($"The preset could not be saved: {exception.Message}");
            return;
        }

        _presets = _library.Load();
        Fill(() =>
        {
            _preset.Put(title, name);
            _preset.Select(other => other == name);
        });
        Describe();
        Say($"Saved as {_library.Folder}/{name}.json.");
        _trace.Note("saved", name);
    }

    /// <summary>Gives up what is under way.</summary>
    public void Stop()
    {
        _isClosed = true;
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
            $"{PanelRow.Changes}\t{_changes.Describe()}",
            .. _fields.Select(field => $"{field.Control.Name}\t{field.Describe()}"),
        ];
        foreach (string line in lines)
            _trace.Note("control", step, line);
        _trace.Note(step);
    }

    private void TryThree()
    {
        if (new VariantsDialog(_restorer, _trace).Ask(_preview.Middle, Variant.Three(Read().Recipe, _scores)) is not { } chosen)
            return;
        Fill(() =>
        {
            if (chosen.Recipe != Read().Recipe)
                _preset.Select(name => name.Length == 0);
            ShowRecipe(chosen.Recipe);
        });
        Describe();
        _preview.Invalidate();
        Note("variant");
    }

    private nint NewAdvanced(IReadOnlyList<PanelRow> rows)
    {
        nint groups = Gtk.NewVerticalBox(0, 12);
        foreach (IGrouping<string, PanelRow> group in rows.GroupBy(row => row.Group))
        {
            var table = new PanelTable(group.Count());
            foreach (PanelRow row in group)
                _fields.Add(ControlField.Create(row, table));
            nint frame = Gtk.NewFrame(group.Key);
            Gtk.Add(frame, table.Widget);
            Gtk.Pack(groups, frame, 0, 1, 0);
        }

        nint scroller = Gtk.NewScroller(0, 0);
        Gtk.SetScrollPolicy(scroller, Never, Automatic);
        Gtk.SetSize(scroller, -1, AdvancedHeight);
        Gtk.AddScrolled(scroller, groups);
        nint expander = Gtk.NewExpander("_Advanced");
        Gtk.Add(expander, scroller);
        return expander;
    }

    private static nint NewText()
    {
        nint text = Gtk.NewLabel("");
        Gtk.SetAlignment(text, 0, 0.5f);
        Gtk.SetWrap(text, 1);
        return text;
    }

    private void Describe() =>
        Gtk.SetLabel(_description, _presets.Find(_preset.Value)?.Description ?? "Settings of your own.");

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

        Describe();
        _preview.Invalidate();
    }

    private void OnField()
    {
        if (_isFilling)
            return;

        // What is shown is no longer that preset.
        Fill(() => _preset.Select(name => name.Length == 0));
        Describe();
        Update();
        _preview.Invalidate();
    }

    private RecipeValues Defaults(ModelDescription? model) =>
        new(RecipeDefaults.Complete(null, model?.Defaults, model?.Family ?? FirstFamily, _controls));

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
        bool isUpscale =
            _fields.OfType<ChoiceField>().FirstOrDefault(field => field.Control.Name == "mode")?.Value != EffectSettings.Restore;
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
