using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A text as a line to type in.</summary>
internal sealed class TextField : ControlField
{
    private readonly nint _entry = Gtk.NewEntry();

    public TextField(PanelRow row, PanelTable table)
        : base(row)
    {
        table.Add(row.Mnemonic, _entry);
        Gtk.SetActivatesDefault(_entry, 1);
        Adopt(_entry);
        UiThread.Connect(_entry, "changed", OnChanged);
    }

    private string Value => GimpText.Borrowed(Gtk.EntryText(_entry));

    public override void Show(RecipeValues values, RecipeValues defaults) =>
        Gtk.SetEntryText(_entry, values.Text(Control) ?? DefaultText(defaults));

    public override void Store(RecipeValues values) => values.SetText(Control, Value);

    public override void SetSensitive(bool isSensitive) => Gtk.SetSensitive(_entry, isSensitive ? 1 : 0);

    public override bool ShowsDefault(RecipeValues defaults) => Value == DefaultText(defaults);

    public override string Describe() => $"text\t{State(_entry)}\t\t{Value}";
}
