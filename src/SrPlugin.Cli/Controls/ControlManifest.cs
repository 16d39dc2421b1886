using System.Text.Json;

namespace SrPlugin.Cli.Controls;

/// <summary>plugin-manifest/controls.json, the one place that holds the controls' names, ranges, defaults and help.</summary>
internal sealed class ControlManifest
{
    private readonly Dictionary<string, Control> _byName;

    private ControlManifest(IReadOnlyList<Control> controls)
    {
        Controls = controls;
        _byName = controls.ToDictionary(control => control.Name);
    }

    public IReadOnlyList<Control> Controls { get; }

    public Control this[string name] => _byName[name];

    /// <summary>Reads the copy that is built into the program.</summary>
    public static ControlManifest Load()
    {
        using Stream stream = typeof(ControlManifest).Assembly.GetManifestResourceStream("controls.json")
            ?? throw new InvalidOperationException("The program was built without plugin-manifest/controls.json.");
        using JsonDocument document = JsonDocument.Parse(stream);
        var options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
        return new ControlManifest(document.RootElement.GetProperty("controls").Deserialize<List<Control>>(options)!);
    }
}
