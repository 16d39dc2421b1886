using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Controls;

/// <summary>Makes command-line options of controls.</summary>
internal sealed class ControlOptions(ControlManifest manifest)
{
    /// <summary>An option whose value is a number, null where it is not given and has no default.</summary>
    public Option<double?> Number(string name)
    {
        Control control = manifest[name];
        var option = new Option<double?>("--" + name)
        {
            Description = Describe(control, $"{Text(control.Minimum)}…{Text(control.Maximum)}"),
            HelpName = control.Type == ControlType.Integer ? "N" : "X",
            CustomParser = result => ParseNumber(result, control),
        };
        if (control.Default is { ValueKind: JsonValueKind.Number } value)
            option.DefaultValueFactory = _ => value.GetDouble();
        return option;
    }

    /// <summary>An option whose value is free text.</summary>
    public Option<string> Text(string name)
    {
        Control control = manifest[name];
        return new Option<string>("--" + name)
        {
            Description = control.Help,
            HelpName = "TEXT",
            DefaultValueFactory = _ => control.Default?.GetString() ?? "",
        };
    }

    /// <summary>An option that takes one of the control's choices; its value is the choice as the manifest writes it.</summary>
    public Option<string> Choice(string name)
    {
        Control control = manifest[name];
        var option = new Option<string>("--" + name)
        {
            Description = control.Help,
            HelpName = string.Join('|', control.Choices!),
            DefaultValueFactory = _ => control.Default!.Value.GetString()!,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                string? choice = control.Choices!.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (choice is null)
                    result.AddError($"--{name} is \"{text}\"; it must be one of {string.Join(", ", control.Choices!)}.");
                return choice;
            },
        };
        option.CompletionSources.Add([.. control.Choices!]);
        return option;
    }

    /// <summary>The option <c>--device</c>.</summary>
    public Option<ComputeDevice> Device()
    {
        Control control = manifest["device"];
        return new Option<ComputeDevice>("--device")
        {
            Description = control.Help,
            HelpName = "DEVICE",
            DefaultValueFactory = _ => ComputeDevice.Parse(control.Default!.Value.GetString()!),
            CustomParser = result =>
            {
                if (!ComputeDevice.TryParse(result.Tokens[0].Value, out ComputeDevice device))
                    result.AddError($"--device is \"{result.Tokens[0].Value}\"; it must be auto, cpu, cuda or cuda:N.");
                return device;
            },
        };
    }

    private static double? ParseNumber(ArgumentResult result, Control control)
    {
        string text = result.Tokens[0].Value;
        bool isInteger = control.Type == ControlType.Integer;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || !(value >= control.Minimum && value <= control.Maximum)
            || (isInteger && value != Math.Floor(value)))
        {
            result.AddError(
                $"--{control.Name} is \"{text}\"; it must be {(isInteger ? "a whole number" : "a number")} from {Text(control.Minimum)} to "
                    + $"{Text(control.Maximum)}.");
            return null;
        }

        return value;
    }

    private static string Describe(Control control, string range) =>
        control.Unit is null ? $"{control.Help} {range}." : $"{control.Help} {range} {control.Unit}.";

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
