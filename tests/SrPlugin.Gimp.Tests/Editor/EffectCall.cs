using System.Globalization;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>Writes GIMP 2.10's call of the procedure that takes every control, whichever controls there are.</summary>
internal static class EffectCall
{
    private const int Leading = 3;

    private static readonly ControlManifest Controls = ControlManifest.Load();
    private static readonly IReadOnlyList<ProcedureArgument> Arguments =
        new ScriptArguments(Controls, new PresetLibrary(Controls, "/nonexistent")).Define();

    /// <summary>Writes the call.</summary>
    /// <param name="mode">The run mode.</param>
    /// <param name="image">The image, as Script-Fu says it.</param>
    /// <param name="layer">The layer, as Script-Fu says it.</param>
    /// <param name="given">What is said; nothing is said of the rest.</param>
    public static string Of(string mode, string image, string layer, params (string Name, object Value)[] given) =>
        $"(plug-in-srplugin {mode} {image} {layer} {string.Join(' ', Arguments.Skip(Leading).Select(argument => Write(argument, given)))})";

    private static string Write(ProcedureArgument argument, (string Name, object Value)[] given)
    {
        object? value = Array.Find(given, pair => pair.Name == argument.Name).Value;
        return argument.Kind == ArgumentKind.Text
            ? $"\"{value}\""
            : Convert.ToString(value ?? argument.Default, CultureInfo.InvariantCulture)!;
    }
}
