using System.Text.Json;

namespace SrPlugin.Protocol.Controls;

/// <summary>plugin-manifest/controls.json, the one place that holds the controls' names, ranges, defaults and help.</summary>
public sealed class ControlManifest
{
    private const string FileName = "controls.json";

    private readonly Dictionary<string, Control> _byName;
    private readonly Dictionary<string, Control> _byKey;

    private ControlManifest(IReadOnlyList<Control> controls)
    {
        Controls = controls;
        _byName = controls.ToDictionary(control => control.Name);
        _byKey = controls.ToDictionary(control => control.Key);
    }

    /// <summary>All controls, in the order a dialog shows them.</summary>
    public IReadOnlyList<Control> Controls { get; }

    /// <summary>A control by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Control this[string name] => _byName[name];

    /// <summary>A control by its key in a recipe's JSON; null when there is none.</summary>
    public Control? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The controls that have a meaning for a model family, without the device.</summary>
    public IEnumerable<Control> For(string family) => Controls.Where(control => control.IsInRecipe && control.Applies(family));

    /// <summary>Reads the copy that is built into the program.</summary>
    /// <exception cref="InvalidManifestException">It is faulty.</exception>
    public static ControlManifest Load()
    {
        using Stream stream = typeof(ControlManifest).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException("The program was built without plugin-manifest/controls.json.");
        return Read(stream, FileName);
    }

    /// <summary>Reads a manifest.</summary>
    /// <param name="stream">JSON.</param>
    /// <param name="file">What it is called, for the error.</param>
    /// <exception cref="InvalidManifestException">It is no JSON of the right form, or says something impossible; every fault is
    /// listed.</exception>
    public static ControlManifest Read(Stream stream, string file)
    {
        IReadOnlyList<Control> controls;
        try
        {
            controls = JsonSerializer.Deserialize(stream, ProtocolJson.Default.ControlDocument)?.Controls
                ?? throw new InvalidManifestException(file, ["It has no controls."]);
        }
        catch (JsonException exception)
        {
            throw new InvalidManifestException(file, [exception.Message], exception);
        }

        List<string> faults = ControlRules.FindFaults(controls);
        return faults.Count == 0 ? new ControlManifest(controls) : throw new InvalidManifestException(file, faults);
    }
}
