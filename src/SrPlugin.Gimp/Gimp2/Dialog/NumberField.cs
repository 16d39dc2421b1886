using System.Globalization;
using SrPlugin.Gimp.Gimp2.Native;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Gimp2.Dialog;

/// <summary>
/// A number as GIMP's slider with a spin button, or the latter alone where the range is too wide to slide. A number without a default has a
/// tick "Auto"; while that is set, the row shows what is used in its place.
/// </summary>
internal sealed class NumberField : ControlField
{
    private const double WidestSlider = 2000;
    private const int SliderWidth = 140;
    private const int Fill = 1 << 2;

    private readonly nint _adjustment;
    private readonly nint _spinButton;
    private readonly bool _hasSlider;
    private readonly nint _auto;
    private bool _isSensitive = true;

    public NumberField(Control control, nint table, int row)
        : base(control)
    {
        double lower = control.Minimum ?? 0, upper = control.Maximum ?? 1;
        bool isInteger = control.Type == ControlType.Integer;
        if (upper - lower > WidestSlider)
        {
            _spinButton = Gtk.NewSpinButton(lower, upper, 1);
            _adjustment = Gtk.SpinButtonAdjustment(_spinButton);
            _ = Gtk.AttachAligned(table, 0, row, Label, 0, 0.5f, _spinButton, Columns - 1, 1);
            Adopt(_spinButton);
        }
        else
        {
            double step = isInteger ? 1 : upper - lower <= 2 ? 0.01 : 0.1;
            uint digits = isInteger ? 0u : 2u;
            _adjustment = Gtk.NewScaleEntry(table, 0, row, Label, SliderWidth, 6, lower, lower, upper, step, step * 10, digits, 1, 0, 0, control.Help, 0);
            _spinButton = Gtk.Attached(_adjustment, "spinbutton");
            _hasSlider = true;
        }

        if (control.Default is null)
        {
            _auto = Gtk.NewCheckButton("Auto");
            Gtk.SetHelp(_auto, "Leave it to the program: the value shown is the one it uses.", 0);
            Gtk.SetName(_auto, control.Name + "-auto");
            Gtk.Attach(table, _auto, Columns - 1, Columns, (uint)row, (uint)row + 1, Fill, Fill, 0, 0);
            UiThread.Connect(_auto, "toggled", () =>
            {
                Enable();
                OnChanged();
            });
        }

        UiThread.Connect(_adjustment, "value-changed", () =>
        {
            if (!IsAutomatic)
                OnChanged();
        });
    }

    /// <summary>Whether the program chooses.</summary>
    public bool IsAutomatic => _auto != 0 && Gtk.IsTicked(_auto) != 0;

    /// <summary>The number shown.</summary>
    public double Value => Gtk.Value(_adjustment);

    /// <summary>Shows what the program chose, if it is to choose.</summary>
    public void ShowAutomatic(double value)
    {
        if (IsAutomatic)
            Gtk.SetValue(_adjustment, value);
    }

    public override void Show(RecipeValues values, RecipeValues defaults)
    {
        double? number = values.Number(Control) ?? DefaultNumber(defaults);
        if (_auto != 0)
            Gtk.SetTicked(_auto, number is null ? 1 : 0);
        if (number is { } value)
            Gtk.SetValue(_adjustment, value);
        Enable();
    }

    public override void Store(RecipeValues values) => values.SetNumber(Control, IsAutomatic ? null : Math.Round(Value, 4));

    public override void SetSensitive(bool isSensitive)
    {
        _isSensitive = isSensitive;
        if (_auto != 0)
            Gtk.SetSensitive(_auto, isSensitive ? 1 : 0);
        Enable();
    }

    public override bool ShowsDefault(RecipeValues defaults) => DefaultNumber(defaults) is { } value ? !IsAutomatic && Math.Abs(Value - value) < 1e-9 : IsAutomatic;

    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"number\t{State(_auto != 0 ? _auto : _spinButton)}\t{Gtk.Lower(_adjustment)}…{Gtk.Upper(_adjustment)}\t{(IsAutomatic ? "auto " : "")}{Value:0.###}");

    private void Enable()
    {
        int isSensitive = _isSensitive && !IsAutomatic ? 1 : 0;
        if (_hasSlider)
            Gtk.SetScaleEntrySensitive(_adjustment, isSensitive);
        else
            Gtk.SetSensitive(_spinButton, isSensitive);
    }
}
