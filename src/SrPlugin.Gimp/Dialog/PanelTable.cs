using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>The dialog's table: a label, and to its right the widgets of a row.</summary>
internal sealed class PanelTable
{
    // GtkAttachOptions.
    private const int Expand = 1 << 0;
    private const int Fill = 1 << 2;

    private const int Columns = 4;
    private int _row;

    public PanelTable(int rows)
    {
        Widget = Gtk.NewTable((uint)rows, Columns, 0);
        Gtk.SetColumnSpacings(Widget, 6);
        Gtk.SetRowSpacings(Widget, 4);
    }

    /// <summary>Gets the widget.</summary>
    public nint Widget { get; }

    /// <summary>Adds a row.</summary>
    /// <param name="label">The text to the left, which a screen reader says for the widget, with '_' before the letter that reaches
    /// it.</param>
    /// <param name="widget">The widget, as wide as the row.</param>
    /// <param name="number">A narrow widget to its right; 0 for none.</param>
    /// <param name="tick">A second one; 0 for none.</param>
    public void Add(string label, nint widget, nint number = 0, nint tick = 0)
    {
        nint text = Gtk.NewMnemonicLabel(label);
        Gtk.SetAlignment(text, 0, 0.5f);
        Gtk.SetLabelled(text, number != 0 ? number : widget);
        Attach(text, 0, 1, Fill);
        Attach(widget, 1, number != 0 ? 2 : tick != 0 ? 3 : Columns, Fill | Expand);
        if (number != 0)
            Attach(number, 2, 3, Fill);
        if (tick != 0)
            Attach(tick, 3, Columns, Fill);
        _row++;
    }

    /// <summary>Adds a widget below the widgets of the last row.</summary>
    public void AddBelow(nint widget)
    {
        Attach(widget, 1, Columns, Fill | Expand);
        _row++;
    }

    private void Attach(nint widget, int left, int right, int across) =>
        Gtk.Attach(Widget, widget, (uint)left, (uint)right, (uint)_row, (uint)_row + 1, across, Fill, 0, 0);
}
