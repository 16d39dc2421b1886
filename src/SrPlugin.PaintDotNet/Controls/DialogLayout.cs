using System.Text;
using PaintDotNet.IndirectUI;
using PaintDotNet.PropertySystem;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>Says how Paint.NET's dialog shows the properties.</summary>
internal static class DialogLayout
{
    /// <summary>The controls, one below the other.</summary>
    public static ControlInfo Create(ControlSet set, PropertyCollection properties)
    {
        ControlInfo panel = ControlInfo.CreateDefaultConfigUI(properties);
        Name(panel, EffectProperties.Preset, "Preset");
        NameChoice(panel, EffectProperties.Preset, EffectProperties.NoPreset, "Custom");
        foreach (var preset in set.Presets)
            NameChoice(panel, EffectProperties.Preset, preset.Name, preset.Title);

        Name(panel, EffectProperties.Model, "Model");
        NameChoice(panel, EffectProperties.Model, EffectProperties.AutomaticModel, "Automatic");
        foreach (var model in set.Models)
            NameChoice(panel, EffectProperties.Model, model.Id, model.Name);

        panel.SetPropertyControlType(EffectProperties.Run, PropertyControlType.IncrementButton);
        Name(panel, EffectProperties.Run, "");
        panel.SetPropertyControlValue(
            EffectProperties.Run, ControlInfoPropertyNames.ButtonText, "Create the enlarged image / get the model / try again");
        panel.SetPropertyControlType(EffectProperties.Status, PropertyControlType.Label);
        Name(panel, EffectProperties.Status, "Status");

        foreach (Control control in set.Controls)
            Arrange(panel, set, control);
        Name(panel, EffectProperties.ShowChanges, "");
        panel.SetPropertyControlValue(
            EffectProperties.ShowChanges, ControlInfoPropertyNames.Description, $"{set.ShowChanges.Title} (switch it off before OK)");
        return panel;
    }

    /// <summary>What the dialog's help shows.</summary>
    public static string Help(ControlSet set)
    {
        var help = new StringBuilder();
        help.AppendLine(
            "Restores or enlarges the selection, or the whole layer when nothing is selected. The computing is done by SrPlugin's service, "
                + "which starts by itself.");
        help.AppendLine();
        help.AppendLine(
            "Restore works in place: the preview is the result. Enlarge leaves this image as it is: press the button, and the enlarged "
                + "selection is saved as a PNG file in your pictures and opened.");
        help.AppendLine().AppendLine(
            "A model that is not on this machine says so in the list. Choose it, read its licence in the status line, and press the button "
                + "to accept the licence and download the model.");
        foreach (var preset in set.Presets)
            help.AppendLine().Append("Preset ").Append(preset.Title).Append(": ").AppendLine(preset.Description);
        foreach (Control control in set.Controls.Append(set.ShowChanges))
            help.AppendLine().Append(control.Title).Append(": ").AppendLine(control.Help);
        return help.ToString();
    }

    private static void Arrange(ControlInfo panel, ControlSet set, Control control)
    {
        string title = control.Unit is null ? control.Title : $"{control.Title} ({control.Unit})";
        Name(panel, control.Name, title);
        if (set.HasAutomatic(control))
        {
            string automatic = EffectProperties.Automatic(control.Name);
            Name(panel, automatic, "");
            panel.SetPropertyControlValue(automatic, ControlInfoPropertyNames.Description, $"{control.Title}: automatic");
        }

        switch (control.Type)
        {
            case ControlType.Number:
                panel.SetPropertyControlValue(control.Name, ControlInfoPropertyNames.DecimalPlaces, 2);
                panel.SetPropertyControlValue(control.Name, ControlInfoPropertyNames.SliderSmallChange, 0.05);
                panel.SetPropertyControlValue(control.Name, ControlInfoPropertyNames.SliderLargeChange, 0.25);
                panel.SetPropertyControlValue(control.Name, ControlInfoPropertyNames.UpDownIncrement, 0.05);
                break;
            case ControlType.Text:
                panel.SetPropertyControlValue(control.Name, ControlInfoPropertyNames.Multiline, true);
                break;
            case ControlType.Choice when control.Name == "mode":
                NameChoice(panel, control.Name, "restore", "Restore in place");
                NameChoice(panel, control.Name, "upscale", "Enlarge into a new image");
                break;
            case ControlType.Choice when control.ChoiceTitles is { } titles:
                for (int i = 0; i < titles.Count; i++)
                    NameChoice(panel, control.Name, control.Choices![i], titles[i]);
                break;
        }
    }

    private static void Name(ControlInfo panel, string property, string title) =>
        panel.SetPropertyControlValue(property, ControlInfoPropertyNames.DisplayName, title);

    private static void NameChoice(ControlInfo panel, string property, string value, string title) =>
        panel.FindControlForPropertyName(property)!.SetValueDisplayName(value, title);
}
