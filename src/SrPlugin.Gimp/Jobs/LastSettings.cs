using System.Text.Json;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The settings of the last run, in the user's GIMP profile, so that they outlive the editor.</summary>
/// <param name="editor">Knows the profile.</param>
/// <param name="controls">What a recipe is checked against: an older version's file may say what this one does not know.</param>
internal sealed class LastSettings(IEditor editor, ControlManifest controls)
{
    private string FilePath => Path.Combine(editor.ProfileFolder, "srplugin", "last-settings.json");

    /// <summary>The settings of the last run; null when there was none, or its file is damaged.</summary>
    public EffectSettings? Load()
    {
        try
        {
            EffectSettings? settings = JsonSerializer.Deserialize(File.ReadAllBytes(FilePath), SettingsJson.Default.EffectSettings);
            // The file may hold a null where the record has none.
            return settings is { Preset: not null, Recipe: not null } && RecipeRules.FindFaults(settings.Recipe, controls).Count == 0
                ? settings
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers settings. A folder that cannot be written costs the memory, never the run.</summary>
    public void Save(EffectSettings settings)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            string temporary = $"{FilePath}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(settings, SettingsJson.Default.EffectSettings));
            File.Move(temporary, FilePath, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"srplugin-gimp: the settings could not be remembered in {FilePath}: {exception.Message}");
        }
    }
}
