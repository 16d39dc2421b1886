using SrPlugin.Gimp.Gimp2.Native;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Gimp2.Dialog;

/// <summary>A control of the manifest as a row of the dialog.</summary>
/// <param name="control">The control.</param>
internal abstract class ControlField(Control control)
{
    /// <summary>Columns of the dialog's table: label, slider, number, tick.</summary>
    public const int Columns = 4;

    /// <summary>The control.</summary>
    public Control Control { get; } = control;

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

    /// <summary>The field for a control.</summary>
    /// <param name="control">The control.</param>
    /// <param name="table">The dialog's table.</param>
    /// <param name="row">The row to fill.</param>
    public static ControlField Create(Control control, nint table, int row) => control.Type switch
    {
        ControlType.Number or ControlType.Integer => new NumberField(control, table, row),
        ControlType.Choice => new ChoiceField(control, table, row),
        ControlType.Text => new TextField(control, table, row),
        _ => throw new NotSupportedException($"{control.Name} is a {control.Type}, which the dialog has no widget for."),
    };

    /// <summary>Raises <see cref="Changed"/>.</summary>
    protected void OnChanged() => Changed?.Invoke();

    /// <summary>Label of the row.</summary>
    protected string Label => Control.Unit is { } unit ? $"{Control.Title} ({unit}):" : $"{Control.Title}:";

    /// <summary>The number to show where nothing is said; null where it is estimated.</summary>
    protected double? DefaultNumber(RecipeValues defaults) => defaults.Number(Control) ?? Control.Default?.GetDouble();

    /// <summary>The text to show where nothing is said.</summary>
    protected string DefaultText(RecipeValues defaults) => defaults.Text(Control) ?? Control.Default?.GetString() ?? "";

    /// <summary>Whether a widget is on the screen and can be used: on, off or hidden.</summary>
    public static string State(nint widget) => Gtk.IsMapped(widget) == 0 ? "hidden" : Gtk.IsSensitive(widget) == 0 ? "off" : "on";

    /// <summary>Names a widget and gives it its help.</summary>
    protected void Adopt(nint widget)
    {
        Gtk.SetName(widget, Control.Name);
        Gtk.SetHelp(widget, Control.Help, 0);
    }
}
