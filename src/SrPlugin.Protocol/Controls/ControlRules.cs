using System.Text.Json;

namespace SrPlugin.Protocol.Controls;

/// <summary>What a sound manifest of controls keeps to.</summary>
internal static class ControlRules
{
    public static List<string> FindFaults(IReadOnlyList<Control> controls)
    {
        var faults = new List<string>();
        foreach (Control control in controls)
            Check(control, faults);
        foreach (IGrouping<string, Control> same in controls.GroupBy(control => control.Name).Where(group => group.Count() > 1))
            faults.Add($"{same.Key} occurs {same.Count()} times.");
        return faults;
    }

    private static void Check(Control control, List<string> faults)
    {
        string name = control.Name;
        int before = faults.Count;
        Demand(
            name.Length > 0 && name.All(c => c is '-' or (>= 'a' and <= 'z')) && name[0] != '-' && name[^1] != '-'
                && !name.Contains("--", StringComparison.Ordinal),
            $"'{name}' is no name: lower-case words joined by '-'.");
        Demand(control.Title.Length > 0, $"{name} has no title.");
        Demand(control.Help.Length > 0, $"{name} has no help.");
        bool isNumber = control.Type is ControlType.Number or ControlType.Integer;
        Demand(!isNumber || control.Minimum < control.Maximum, $"{name} needs a minimum below its maximum.");
        Demand(isNumber || (control.Minimum ?? control.Maximum) is null, $"{name} is no number but has a range.");
        bool hasChoices = control.Choices is { Count: > 1 };
        Demand(control.Type == ControlType.Choice ? hasChoices : control.Choices is null,
            control.Type == ControlType.Choice ? $"{name} needs two choices at least." : $"{name} is no choice but has choices.");
        Demand(
            control.ChoiceTitles is null || control.ChoiceTitles.Count == control.Choices?.Count,
            $"{name} needs a title for every choice, or none at all.");
        Demand(control.Group is null || control.Advanced, $"{name} is in a group but not advanced.");
        if (faults.Count > before)
            return;
        IEnumerable<JsonElement> defaults = control.FamilyDefaults?.Values ?? [];
        if (control.Default is { } given)
            defaults = defaults.Prepend(given);
        foreach (string fault in defaults.Select(control.FindFault).OfType<string>())
            faults.Add($"The default of {name} {fault}");

        void Demand(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }
}
