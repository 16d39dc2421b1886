using System.ComponentModel;
using PaintDotNet.PropertySystem;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>
/// Turns a dialog's preset to "Custom" when the user changes what it has filled in. So its rules need not be asked whether they act again
/// when the host copies the settings: a preset that is chosen is always the one that the controls show.
/// </summary>
internal static class PresetWatch
{
    // A slider may show, and write back, a rounded value.
    private const double RoundingOfSliders = 0.5e-2;

    /// <summary>Watches a dialog's live properties.</summary>
    public static void Attach(ControlSet set, PropertyCollection properties)
    {
        // A foreign family's controls take the preset's values when they are read, as long as they are automatic.
        foreach (Control control in set.Controls.Where(control => !set.IsForeign(control)))
        {
            Watch(control.Name, preset => PropertyFactory.PresetValue(set, control, preset));
            if (set.HasAutomatic(control))
                Watch(EffectProperties.Automatic(control.Name), preset => set.PresetValue(preset, control) is null);
        }

        void Watch(string name, Func<string, object?> presetValue)
        {
            Property changed = properties[name]!;
            object? last = changed.Value;
            ((INotifyPropertyChanged)changed).PropertyChanged += (_, _) =>
            {
                // Greying is a change too.
                if (Equals(last, changed.Value))
                    return;
                last = changed.Value;
                Property choice = properties[EffectProperties.Preset]!;
                if (choice.Value is string preset and not EffectProperties.NoPreset && presetValue(preset) is { } wanted
                    && !IsSame(wanted, changed.Value))
                    choice.Value = EffectProperties.NoPreset;
            };
        }
    }

    private static bool IsSame(object wanted, object? found) =>
        wanted is double number && found is double shown ? Math.Abs(number - shown) <= RoundingOfSliders : wanted.Equals(found);
}
