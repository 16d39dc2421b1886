using SrPlugin.Gimp.Gimp2.Native;

namespace SrPlugin.Gimp.Gimp2.Dialog;

/// <summary>A combo box whose lines stand for values of the host's own: presets, models, targets.</summary>
/// <typeparam name="T">What a line stands for.</typeparam>
internal sealed class ChoiceList<T>
{
    private readonly nint _comboBox = Gtk.NewComboBox();
    private readonly List<T> _values = [];

    public ChoiceList(string name, string label, string help, nint table, int row)
    {
        _ = Gtk.AttachAligned(table, 0, row, label, 0, 0.5f, _comboBox, ControlField.Columns - 1, 0);
        Gtk.SetName(_comboBox, name);
        Gtk.SetHelp(_comboBox, help, 0);
        UiThread.Connect(_comboBox, "changed", () => Changed?.Invoke());
    }

    /// <summary>Told when another line is chosen, by the user or the program.</summary>
    public event Action? Changed;

    /// <summary>What the chosen line stands for.</summary>
    public T Value => _values[Math.Max(0, Gtk.ActiveChoice(_comboBox))];

    public void Add(string text, T value)
    {
        _values.Add(value);
        Gtk.AppendChoice(_comboBox, text);
    }

    public void Select(Predicate<T> isMeant) => Gtk.SetActiveChoice(_comboBox, Math.Max(0, _values.FindIndex(isMeant)));

    public void SetSensitive(bool isSensitive) => Gtk.SetSensitive(_comboBox, isSensitive ? 1 : 0);

    public string Describe() => $"choice\t{ControlField.State(_comboBox)}\t{_values.Count}\t{Value}";
}
