using System.Reflection;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Protocol.Presets;

/// <summary>Finds presets: those of plugin-manifest/presets, which are built into this assembly, and those in the user's folder.</summary>
public sealed class PresetLibrary
{
    private const string ResourcePrefix = "presets/";
    private const int MostFiles = 1000;

    private readonly ControlManifest _controls;

    /// <summary>Creates the library.</summary>
    /// <param name="controls">What recipes are checked against.</param>
    /// <param name="folder">The user's presets; null for the usual place. Need not exist.</param>
    public PresetLibrary(ControlManifest controls, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(controls);
        _controls = controls;
        Folder = folder ?? Path.Combine(UserFolders.Config, "presets");
    }

    /// <summary>Where the user's presets lie.</summary>
    public string Folder { get; }

    /// <summary>All presets, read afresh; faulty files are left out and listed.</summary>
    public PresetList Load()
    {
        var presets = new Dictionary<string, Preset>(StringComparer.Ordinal);
        var faults = new List<PresetFault>();
        Assembly assembly = typeof(PresetLibrary).Assembly;
        foreach (
            string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal))
        {
            Collect(name, () =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                return PresetFile.Read(stream, name, _controls, isBuiltIn: true);
            });
        }

        foreach (string path in UserFiles(faults))
            Collect(path, () => PresetFile.Read(path, _controls));
        return new PresetList([.. presets.Values], faults);

        void Collect(string file, Func<Preset> read)
        {
            try
            {
                Preset preset = read();
                if (!presets.TryGetValue(preset.Name, out Preset? known) || (known.IsBuiltIn && !preset.IsBuiltIn))
                    presets[preset.Name] = preset;
                else
                    faults.Add(new PresetFault(file, [$"The name {preset.Name} is taken by another file."]));
            }
            catch (InvalidManifestException exception)
            {
                faults.Add(new PresetFault(file, exception.Faults));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                faults.Add(new PresetFault(file, [exception.Message]));
            }
        }
    }

    /// <summary>Saves a preset in the user's folder.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidManifestException">The preset is faulty.</exception>
    public string Save(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        if (!PresetFile.IsName(preset.Name))
            throw new InvalidManifestException(
                preset.Name, [$"The name '{preset.Name}' is not made of 1 to 64 lower-case letters, digits and '-'."]);
        string path = Path.Combine(Folder, preset.Name + ".json");
        PresetFile.Write(preset, path, _controls);
        return path;
    }

    private List<string> UserFiles(List<PresetFault> faults)
    {
        try
        {
            return Directory.Exists(Folder)
                ? [.. Directory.EnumerateFiles(Folder, "*.json").Take(MostFiles).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(new PresetFault(Folder, [exception.Message]));
            return [];
        }
    }
}
