using System.Text.Json;
using PaintDotNet.PropertySystem;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>Makes Paint.NET's properties and rules from the manifest's controls.</summary>
internal static class PropertyFactory
{
    /// <summary>All properties and rules, in an order that never changes.</summary>
    public static PropertyCollection Create(ControlSet set)
    {
        var properties = new List<Property>
        {
            new StaticListChoiceProperty(
                EffectProperties.Preset, [EffectProperties.NoPreset, .. set.Presets.Select(preset => preset.Name)]),
            new StaticListChoiceProperty(
                EffectProperties.Model, [EffectProperties.AutomaticModel, .. set.Models.Select(model => model.Id)]),
            new Int32Property(EffectProperties.Run, 0, 0, int.MaxValue),
            new StringProperty(EffectProperties.Status, "", EffectProperties.LongestStatus),
        };
        foreach (Control control in set.Controls)
        {
            if (set.HasAutomatic(control))
                properties.Add(new BooleanProperty(EffectProperties.Automatic(control.Name), true));
            properties.Add(CreateProperty(control));
        }

        properties.Add(new BooleanProperty(EffectProperties.ShowChanges, set.ShowChanges.Default!.Value.GetBoolean()));
        return new PropertyCollection(properties, CreateRules(set));
    }

    /// <summary>A control's value as its property holds it.</summary>
    public static object ToPropertyValue(Control control, JsonElement value) => control.Type switch
    {
        ControlType.Number => value.GetDouble(),
        ControlType.Integer => (int)Math.Min(value.GetInt64(), int.MaxValue),
        _ => value.GetString()!,
    };

    /// <summary>What a preset fills in; null where it leaves the value to the engine, whatever the control shows.</summary>
    public static object? PresetValue(ControlSet set, Control control, string preset)
    {
        JsonElement? value = set.PresetValue(preset, control);
        return value is null && set.HasAutomatic(control) ? null : ToPropertyValue(control, value ?? ControlSet.DefaultOf(control)!.Value);
    }

    private static Property CreateProperty(Control control)
    {
        object value = ControlSet.DefaultOf(control) is { } given ? ToPropertyValue(control, given) : MiddleOf(control);
        switch (control.Type)
        {
            case ControlType.Number:
                return new DoubleProperty(control.Name, (double)value, control.Minimum!.Value, control.Maximum!.Value);
            case ControlType.Integer:
                return new Int32Property(
                    control.Name, (int)value, (int)control.Minimum!.Value, (int)Math.Min(control.Maximum!.Value, int.MaxValue));
            case ControlType.Choice:
                object[] choices = [.. control.Choices!];
                return new StaticListChoiceProperty(control.Name, choices, Array.IndexOf(choices, value));
            case ControlType.Text:
                return new StringProperty(control.Name, (string)value, Control.LongestText);
            default:
                throw new NotSupportedException(
                    $"The control {control.Name} is of the type {control.Type}, which this dialog has no property for.");
        }
    }

    // Where a slider starts that is left to the engine at first. Sizes are thought of in ratios.
    private static object MiddleOf(Control control)
    {
        double minimum = control.Minimum ?? 0, maximum = control.Maximum ?? 1;
        double middle = minimum > 0 ? Math.Sqrt(minimum * maximum) : (minimum + maximum) / 2;
        return control.Type switch
        {
            ControlType.Number => middle,
            ControlType.Integer => (int)middle,
            ControlType.Choice => control.Choices![0],
            _ => "",
        };
    }

    private static List<PropertyCollectionRule> CreateRules(ControlSet set)
    {
        var rules = new List<PropertyCollectionRule>();

        // Greying comes first: a rule may not be able to write a property that is still read-only.
        foreach (Control control in set.Controls.Where(set.HasAutomatic))
            rules.Add(CreateGreying(set, control));

        // A foreign family's controls take a preset's values when they are read: they are greyed most of the time.
        foreach (Control control in set.Controls.Where(control => !set.IsForeign(control)))
        {
            if (set.HasAutomatic(control))
                AddFilling(rules, EffectProperties.Automatic(control.Name), set, preset => set.PresetValue(preset, control) is null);
            AddFilling(rules, control.Name, set, preset => PresetValue(set, control, preset));
        }

        return rules;
    }

    private static PropertyCollectionRule CreateGreying(ControlSet set, Control control)
    {
        string automatic = EffectProperties.Automatic(control.Name);
        if (!set.IsForeign(control))
            return new ReadOnlyBoundToBooleanRule(control.Name, automatic, inverse: false);
        IEnumerable<string> others = set.Models.Where(model => !control.Applies(model.Family)).Select(model => model.Id)
            .Prepend(EffectProperties.AutomaticModel);
        return new ReadOnlyBoundToNameValuesRule(
            control.Name, false, [(automatic, (object?)true), .. others.Select(model => ((object)EffectProperties.Model, (object?)model))]);
    }

    private static void AddFilling(List<PropertyCollectionRule> rules, string target, ControlSet set, Func<string, object?> value)
    {
        foreach (
            var group in set.Presets.Where(preset => value(preset.Name) is not null)
                .GroupBy(preset => value(preset.Name)!, preset => (object?)preset.Name))
            rules.Add(new SetTargetWhenSourceEqualsAnyValueRule(target, group.Key, EffectProperties.Preset, [.. group]));
    }
}
