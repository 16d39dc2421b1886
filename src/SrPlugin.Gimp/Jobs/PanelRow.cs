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

    /// <summary>The row that adds a layer which shows what changes.</summary>
    public const string Changes = "show-changes";

    // Letters of the dialog's own buttons: Reset, Cancel, OK, Save as preset, Preview, Before, Try three, Advanced; Get it, have read,
    // download.
    private const string TakenLetters = "rcospbtagvd";
    private const string Rest = "More";
    private const double WidestSlider = 2000;

    /// <summary>Gets the label with '_' before the letter that reaches the row with Alt; no two rows have the same.</summary>
    public string Mnemonic { get; private init; } = Label;

    /// <summary>Gets a value indicating whether the row is folded away until the user wants more than the basic ones.</summary>
    public bool IsAdvanced => Control is { Advanced: true };

    /// <summary>Gets the heading of an advanced row.</summary>
    public string Group => Control?.Group ?? Rest;

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

    /// <summary>Gets all rows from top to bottom: the basic ones, then the advanced ones, those of a group together.</summary>
    public static IReadOnlyList<PanelRow> All(ControlManifest controls)
    {
        PanelRow[] manifest = [.. controls.Controls.Where(control => control.IsInRecipe).Select(control =>
            new PanelRow(control.Name, $"{control.Title}{(control.Unit is { } unit ? $" ({unit})" : "")}:", control.Help, control))];
        PanelRow[] rows =
        [
            new(Preset, "Preset:", "A set of settings for a purpose. Choosing one fills in the rest."),
            .. manifest.Where(row => !row.IsAdvanced),
            new(Model, "Model:", "The network that does the work."),
            new(Target, "Result:", "Where the result goes."),
            .. controls.Controls.Where(control => control.Name == Changes)
                .Select(control => new PanelRow(Changes, "Add a layer that shows what changes", control.Help, control)),
            .. manifest.Where(row => row.IsAdvanced).GroupBy(row => row.Group).SelectMany(group => group),
        ];
        var taken = new HashSet<char>(TakenLetters);
        return [.. rows.Select(row => row with { Mnemonic = WithMnemonic(row.Label, taken) })];
    }

    private static string WithMnemonic(string label, HashSet<char> taken)
    {
        // The first letters of words are looked for first.
        int[] places = [.. Enumerable.Range(0, label.Length)
            .Where(i => char.IsAsciiLetter(label[i])).OrderBy(i => i > 0 && label[i - 1] != ' ')];
        foreach (int place in places)
        {
            if (taken.Add(char.ToLowerInvariant(label[place])))
                return $"{Escape(label[..place])}_{Escape(label[place..])}";
        }

        return Escape(label);

        static string Escape(string text) => text.Replace("_", "__", StringComparison.Ordinal);
    }
}
