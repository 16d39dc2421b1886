using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A control of the manifest as a row of the dialog.</summary>
/// <param name="row">The row.</param>
internal abstract class ControlField(PanelRow row)
{
    /// <summary>Gets the control.</summary>
    public Control Control { get; } = row.Control ?? throw new ArgumentException($"{row.Name} is no control of the manifest.", nameof(row));

    /// <summary>Told when the user changes the value.</summary>
    public event Action? Changed;

    /// <summary>Shows what a recipe says, or the default where it says nothing.</summary>
    public abstract void Show(RecipeValues values, RecipeValues defaults);

    /// <summary>Puts what is shown into a recipe.</summary>
    public abstract void Store(RecipeValues values);

    /// <summary>Enables or disables the row.</summary>
    public abstract void SetSensitive(bool isSensitive);

    /// <summary>Whether a default is shown.</summary>
    public abstract bool ShowsDefault(RecipeValues defaults);

    /// <summary>The live widgets in words, tab-separated: kind, its <see cref="State"/>, range or number of choices, value.</summary>
    public abstract string Describe();

    /// <summary>Makes the field for a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="table">The dialog's table.</param>
    public static ControlField Create(PanelRow row, PanelTable table) => row.Control?.Type switch
    {
        ControlType.Number or ControlType.Integer => new NumberField(row, table),
        ControlType.Choice => new ChoiceField(row, table),
        ControlType.Text => new TextField(row, table),
        _ => throw new NotSupportedException($"{row.Name} is a {row.Control?.Type}, which the dialog has no widget for."),
    };

    /// <summary>Raises <see cref="Changed"/>.</summary>
    protected void OnChanged() => Changed?.Invoke();

    /// <summary>The number to show where nothing is said; null where it is estimated.</summary>
    protected double? DefaultNumber(RecipeValues defaults) => defaults.Number(Control) ?? Control.Default?.GetDouble();

    /// <summary>The text to show where nothing is said.</summary>
    protected string DefaultText(RecipeValues defaults) => defaults.Text(Control) ?? Control.Default?.GetString() ?? "";

    /// <summary>Whether a widget can be used, on or off, and whether it is folded away.</summary>
    public static string State(nint widget) => (Gtk.IsMapped(widget) == 0 ? "folded-" : "") + (Gtk.IsSensitive(widget) == 0 ? "off" : "on");

    /// <summary>Names a widget and gives it its help.</summary>
    protected void Adopt(nint widget)
    {
        Gtk.SetName(widget, Control.Name);
        Gtk.SetHelp(widget, Control.Help, 0);
    }
}
