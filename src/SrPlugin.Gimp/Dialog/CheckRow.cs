using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>A check box below the widgets of the row above it.</summary>
internal sealed class CheckRow
{
    private readonly nint _tick;

    public CheckRow(PanelRow row, PanelTable table)
    {
        _tick = Gtk.NewMnemonicCheckButton(row.Mnemonic);
        table.AddBelow(_tick);
        Gtk.SetName(_tick, row.Name);
        Gtk.SetHelp(_tick, row.Help, 0);
    }

    /// <summary>Gets or sets whether it is ticked.</summary>
    public bool IsTicked
    {
        get => Gtk.IsTicked(_tick) != 0;
        set => Gtk.SetTicked(_tick, value ? 1 : 0);
    }

    /// <summary>The live widget in words, as <see cref="ControlField.Describe"/> has it.</summary>
    public string Describe() => $"check\t{ControlField.State(_tick)}\t\t{(IsTicked ? "on" : "off")}";
}
