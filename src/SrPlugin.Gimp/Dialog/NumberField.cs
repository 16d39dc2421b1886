using System.Globalization;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// A number as a slider with a spin button, or the latter alone where the range is too wide to slide. A number without a default has a
/// tick "Auto"; while that is set, the row shows what is used in its place.
/// </summary>
internal sealed class NumberField : ControlField
{
    private const int SliderWidth = 140;

    private readonly nint _adjustment;
    private readonly nint _spinButton;
    private readonly nint _slider;
    private readonly nint _auto;
    private bool _isSensitive = true;

    public NumberField(PanelRow row, PanelTable table)
        : base(row)
    {
        _spinButton = Gtk.NewSpinButton(row.Minimum, row.Maximum, row.Step);
        Gtk.SetDigits(_spinButton, (uint)row.Digits);
        _adjustment = Gtk.SpinButtonAdjustment(_spinButton);
        Adopt(_spinButton);
        if (row.HasSlider)
        {
            _slider = Gtk.NewSlider(_adjustment);
            Gtk.SetDrawsValue(_slider, 0);
            Gtk.SetSize(_slider, SliderWidth, -1);
            Adopt(_slider);
        }

        if (row.MayBeAutomatic)
        {
            _auto = Gtk.NewCheckButton("Auto");
            Gtk.SetHelp(_auto, "Leave it to the program: the value shown is the one it uses.", 0);
            Gtk.SetName(_auto, row.Name + "-auto");
            UiThread.Connect(_auto, "toggled", () =>
            {
                Enable();
                OnChanged();
            });
        }

        if (row.HasSlider)
            table.Add(row.Mnemonic, _slider, _spinButton, _auto);
        else
            table.Add(row.Mnemonic, _spinButton, tick: _auto);
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

    public override bool ShowsDefault(RecipeValues defaults) =>
        DefaultNumber(defaults) is { } value ? !IsAutomatic && Math.Abs(Value - value) < 1e-9 : IsAutomatic;

    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"number\t{State(_auto != 0 ? _auto : _spinButton)}\t{Gtk.Lower(_adjustment)}…{Gtk.Upper(_adjustment)}\t"
            + $"{(IsAutomatic ? "auto " : "")}{Value:0.###}");

    private void Enable()
    {
        int isSensitive = _isSensitive && !IsAutomatic ? 1 : 0;
        Gtk.SetSensitive(_spinButton, isSensitive);
        if (_slider != 0)
            Gtk.SetSensitive(_slider, isSensitive);
    }
}
