using System.Text.Json;
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
    public abstract void Show(RecipeValues values, string family);

    /// <summary>Puts what is shown into a recipe.</summary>
    public abstract void Store(RecipeValues values);

    /// <summary>Enables or disables the row.</summary>
    public abstract void SetSensitive(bool isSensitive);

    /// <summary>Whether the default of a family is shown.</summary>
    public abstract bool ShowsDefault(string family);

    /// <summary>The live widgets in words, tab-separated: kind, whether it is on the screen, range or number of choices, value.</summary>
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

    /// <summary>A default in its own type; null where there is none.</summary>
    protected JsonElement? Default(string family) => Control.DefaultFor(family);

    /// <summary>Names a widget and gives it its help.</summary>
    protected void Adopt(nint widget)
    {
        Gtk.SetName(widget, Control.Name);
        Gtk.SetHelp(widget, Control.Help, 0);
    }
}
