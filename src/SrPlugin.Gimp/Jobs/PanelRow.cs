using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A row of the dialog, without any toolkit: its name, label, help, and how its numbers move.</summary>
/// <param name="Name">The control's name, or one of the names below.</param>
/// <param name="Label">The text beside it.</param>
/// <param name="Help">Its tooltip.</param>
/// <param name="Control">The control of the manifest; null for a row of the host's own.</param>
internal sealed record PanelRow(string Name, string Label, string Help, Control? Control = null)
{
    /// <summary>The row of the presets.</summary>
    public const string Preset = "preset";

    /// <summary>The row of the models.</summary>
    public const string Model = "model";

    /// <summary>The row that says where the result goes.</summary>
    public const string Target = "target";

    private const double WidestSlider = 2000;

    /// <summary>Gets whether the program chooses a value where nothing is said, so that the row needs a tick for it.</summary>
    public bool MayBeAutomatic => Control is { Default: null, Type: ControlType.Number or ControlType.Integer };

    /// <summary>Gets whether the range is narrow enough to slide.</summary>
    public bool HasSlider => Maximum - Minimum <= WidestSlider;

    /// <summary>Gets the smallest number.</summary>
    public double Minimum => Control?.Minimum ?? 0;

    /// <summary>Gets the largest number.</summary>
    public double Maximum => Control?.Maximum ?? 1;

    /// <summary>Gets how far a key or a click moves the number.</summary>
    public double Step => IsInteger ? 1 : Maximum - Minimum <= 2 ? 0.01 : 0.1;

    /// <summary>Gets the digits after the point.</summary>
    public int Digits => IsInteger ? 0 : 2;

    private bool IsInteger => Control?.Type == ControlType.Integer;

    /// <summary>Gets all rows from top to bottom.</summary>
    public static IReadOnlyList<PanelRow> All(ControlManifest controls)
    {
        var rows = new List<PanelRow>
        {
            new(Preset, "Preset:", "A set of settings for a purpose. Choosing one fills in the rest."),
            new(Model, "Model:", "The network that does the work."),
        };
        foreach (Control control in controls.Controls.Where(control => control.IsInRecipe))
        {
            rows.Add(new PanelRow(control.Name, control.Unit is { } unit ? $"{control.Title} ({unit}):" : $"{control.Title}:", control.Help, control));
            if (control.Name == "scale")
                rows.Add(new PanelRow(Target, "Result:", "Where the result goes."));
        }

        return rows;
    }
}
