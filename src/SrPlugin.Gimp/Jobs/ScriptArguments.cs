using System.Globalization;
using System.Text.Json;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The controls of the manifest as arguments of a procedure, and back.</summary>
/// <param name="controls">The controls.</param>
/// <param name="presets">The presets that arguments may name.</param>
internal sealed class ScriptArguments(ControlManifest controls, PresetLibrary presets)
{
    /// <summary>Arguments before the first control.</summary>
    private const int Leading = 6;

    /// <summary>Where the image, the layer and the preset stand.</summary>
    public const int Image = 1;

    /// <inheritdoc cref="Image"/>
    public const int Drawable = 2;

    private const int PresetIndex = 3;
    private const int TargetIndex = 4;
    private const int ModelIndex = 5;

    // The program is one call: what is read once holds for it.
    private readonly Lazy<PresetList> _presets = new(presets.Load);

    private IEnumerable<Control> Shown => controls.Controls.Where(control => control.IsInRecipe);

    /// <summary>The arguments of the procedure that takes everything.</summary>
    public IReadOnlyList<ProcedureArgument> Define() =>
    [
        new(
            ArgumentKind.RunMode, "run-mode",
            "RUN-INTERACTIVE (0) asks, RUN-NONINTERACTIVE (1) takes the arguments, RUN-WITH-LAST-VALS (2) takes those of the last run"),
        new(ArgumentKind.Image, "image", "The image"),
        new(ArgumentKind.Drawables, "drawable", "The layer, mask or channel to work on"),
        new(ArgumentKind.Text, "preset", $"Name of a preset: {PresetNames()}; \"\" for none. The other arguments go before it"),
        new(
            ArgumentKind.Text, "target",
            "Where the result goes: \"new-layer\" (restored, above the layer), \"new-image\" or \"whole-image\" (enlarged); \"\" for the "
                + "layer, or a new image"),
        new(ArgumentKind.Text, "model", "Id of a model; \"\" for the service's default"),
        .. Shown.Select(Define),
        new(
            ArgumentKind.Integer, PanelRow.Changes,
            $"{controls[PanelRow.Changes].Help} 1 adds a layer for it, 0 does not") { Minimum = 0, Maximum = 1 },
    ];

    /// <summary>Reads the settings out of a call of that procedure.</summary>
    /// <exception cref="EffectException">An argument is out of range; all that are wrong are named.</exception>
    public EffectSettings Read(ProcedureCall call)
    {
        var values = new RecipeValues(new Recipe()) { Model = call.Text(ModelIndex) is { Length: > 0 } model ? model : null };
        int index = Leading;
        foreach (Control control in Shown)
        {
            if (IsNumber(control))
                values.SetNumber(control, call.Number(index) is var number && number >= control.Minimum ? number : null);
            else
                values.SetText(control, call.Text(index) is { Length: > 0 } text ? text : null);
            index++;
        }

        return Complete(call.Text(PresetIndex), ReadTarget(call.Text(TargetIndex)), values.ToRecipe()) with
        {
            ShowsChanges = call.Integer(index) != 0,
        };
    }

    /// <summary>Reads where the result goes.</summary>
    /// <exception cref="EffectException">Thrown when it is none of the words.</exception>
    public static ResultTarget ReadTarget(string word) => word switch
    {
        "" or "new-image" => ResultTarget.Usual,
        "new-layer" => ResultTarget.NewLayer,
        "whole-image" => ResultTarget.WholeImage,
        _ => throw new EffectException($"target is \"{word}\"; it must be \"new-layer\", \"new-image\", \"whole-image\" or \"\"."),
    };

    /// <summary>Settings from a preset's name and what goes before it.</summary>
    /// <param name="preset">Name of a preset; empty for none.</param>
    /// <param name="target">Where the result goes.</param>
    /// <param name="recipe">What goes before the preset.</param>
    /// <exception cref="EffectException">There is no such preset, or a setting is out of range.</exception>
    public EffectSettings Complete(string preset, ResultTarget target, Recipe recipe)
    {
        Recipe complete = recipe.Over(PresetRecipe(preset));
        complete = complete with
        {
            Mode = complete.Mode ?? DefaultText("mode"),
            Scale = complete.Scale ?? controls["scale"].Default?.GetDouble(),
        };
        IReadOnlyList<string> faults = RecipeRules.FindFaults(complete, controls);
        return faults.Count == 0
            ? new EffectSettings { Preset = preset, Target = target, Recipe = complete }
            : throw new EffectException(string.Join(" ", faults));
    }

    private static bool IsNumber(Control control) => control.Type is ControlType.Number or ControlType.Integer;

    private static ProcedureArgument Define(Control control)
    {
        string help = control.Help;
        if (control.AppliesTo is { } families)
            help += $" Only for {string.Join(", ", families)} models.";
        if (!IsNumber(control))
        {
            string choices = control.Choices is { } words ? " " + string.Join(", ", words.Select(word => $"\"{word}\"")) + "." : "";
            return new ProcedureArgument(ArgumentKind.Text, control.Name, $"{help}{choices} \"\" for {Fallback(control)}");
        }

        // A number below the range says nothing: Script-Fu has no other word for it.
        return new ProcedureArgument(ArgumentKind.Number, control.Name, string.Create(
            CultureInfo.InvariantCulture,
            $"{help} {control.Minimum} to {control.Maximum}{(control.Unit is null ? "" : " " + control.Unit)}; {NothingSaid(control)} for "
                + $"{Fallback(control)}"))
        {
            Minimum = NothingSaid(control),
            Maximum = control.Maximum ?? int.MaxValue,
            Default = NothingSaid(control),
        };
    }

    private static double NothingSaid(Control control) => (control.Minimum ?? 0) - 1;

    private static string Fallback(Control control) => control.Default is { } value
        ? $"the preset's, else {Shortened(value)}"
        : "the preset's, else an automatic one";

    private static string Shortened(JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();
        return text.Length <= 40 ? text : text[..38] + "…\"";
    }

    private string PresetNames() =>
        string.Join(", ", _presets.Value.Presets.Where(preset => preset.IsBuiltIn).Select(preset => preset.Name));

    private string? DefaultText(string name) => controls[name].Default?.GetString();

    private Recipe PresetRecipe(string name)
    {
        if (name.Length == 0)
            return new Recipe();
        PresetList known = _presets.Value;
        return known.Find(name)?.Recipe
            ?? throw new EffectException(
                $"There is no preset \"{name}\". There are: {string.Join(", ", known.Presets.Select(preset => preset.Name))}.");
    }
}
