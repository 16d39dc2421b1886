using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A combo box whose lines stand for values of the host's own: presets, models, targets.</summary>
/// <typeparam name="T">What a line stands for.</typeparam>
internal sealed class ChoiceList<T>
{
    private readonly nint _comboBox = Gtk.NewComboBox();
    private readonly List<T> _values = [];

    public ChoiceList(PanelRow row, PanelTable table)
    {
        table.Add(row.Mnemonic, _comboBox);
        Gtk.SetName(_comboBox, row.Name);
        Gtk.SetHelp(_comboBox, row.Help, 0);
        UiThread.Connect(_comboBox, "changed", () => Changed?.Invoke());
    }

    /// <summary>Told when another line is chosen, by the user or the program.</summary>
    public event Action? Changed;

    /// <summary>What the chosen line stands for.</summary>
    public T Value => _values[Math.Max(0, Gtk.ActiveChoice(_comboBox))];

    /// <summary>Adds a line, or gives the line of a value another text.</summary>
    public void Put(string text, T value)
    {
        int index = _values.IndexOf(value);
        if (index < 0)
        {
            _values.Add(value);
            Gtk.AppendChoice(_comboBox, text);
            return;
        }

        int chosen = Gtk.ActiveChoice(_comboBox);
        Gtk.RemoveChoice(_comboBox, index);
        Gtk.InsertChoice(_comboBox, index, text);
        Gtk.SetActiveChoice(_comboBox, chosen);
    }

    public void Select(Predicate<T> isMeant) => Gtk.SetActiveChoice(_comboBox, Math.Max(0, _values.FindIndex(isMeant)));

    public string Describe() => $"choice\t{ControlField.State(_comboBox)}\t{_values.Count}\t{Value}";
}
