using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>Asks for the title of a new preset.</summary>
internal static class TitleDialog
{
    /// <summary>Shows the dialog until the user decides.</summary>
    /// <returns>The title; null when the user cancelled or gave none.</returns>
    public static string? Ask()
    {
        nint dialog = Gtk.NewDialog("Save as preset", "srplugin-gimp", 0, 0, 0, 0, 0);
        _ = Gtk.AddButton(dialog, "_Cancel", Gtk.Cancel);
        _ = Gtk.AddButton(dialog, "_Save", Gtk.Ok);
        Gtk.SetDefaultResponse(dialog, Gtk.Ok);
        nint entry = Gtk.NewEntry(), label = Gtk.NewMnemonicLabel("_Name of the preset:"), box = Gtk.NewHorizontalBox(0, 6);
        Gtk.SetActivatesDefault(entry, 1);
        Gtk.SetLabelled(label, entry);
        Gtk.SetBorder(box, 12);
        Gtk.Pack(box, label, 0, 1, 0);
        Gtk.Pack(box, entry, 1, 1, 0);
        Gtk.Pack(Gtk.ContentArea(dialog), box, 1, 1, 0);
        Gtk.ShowAll(dialog);
        int response = Gtk.RunDialog(dialog);
        string title = GimpText.Borrowed(Gtk.EntryText(entry)).Trim();
        Gtk.Destroy(dialog);
        return response == Gtk.Ok && title.Length > 0 ? title : null;
    }
}
