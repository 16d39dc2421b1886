using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A choice as a combo box.</summary>
internal sealed class ChoiceField : ControlField
{
    private readonly nint _comboBox = Gtk.NewComboBox();

    public ChoiceField(PanelRow row, PanelTable table)
        : base(row)
    {
        foreach (string choice in Control.ChoiceTitles ?? Control.Choices!)
            Gtk.AppendChoice(_comboBox, choice);
        table.Add(row.Mnemonic, _comboBox);
        Adopt(_comboBox);
        UiThread.Connect(_comboBox, "changed", OnChanged);
    }

    /// <summary>The chosen word.</summary>
    public string Value => Control.Choices![Math.Max(0, Gtk.ActiveChoice(_comboBox))];

    public override void Show(RecipeValues values, RecipeValues defaults) => Select(values.Text(Control) ?? DefaultText(defaults));

    public override void Store(RecipeValues values) => values.SetText(Control, Value);

    public override void SetSensitive(bool isSensitive) => Gtk.SetSensitive(_comboBox, isSensitive ? 1 : 0);

    public override bool ShowsDefault(RecipeValues defaults) => Value == DefaultText(defaults);

    public override string Describe() =>
        $"choice\t{State(_comboBox)}\t{Gtk.ChoiceCount(Gtk.ChoiceModel(_comboBox), 0)}\t{Value}";

    private void Select(string? word)
    {
        for (int i = 0; i < Control.Choices!.Count; i++)
        {
            if (Control.Choices[i] == word)
                Gtk.SetActiveChoice(_comboBox, i);
        }
    }
}
