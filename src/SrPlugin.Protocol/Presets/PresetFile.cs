using System.Text.Json;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol.Presets;

/// <summary>Reads and writes presets: <c>{"name": …, "title": …, "description": …, "recipe": {…}}</c>.</summary>
public static class PresetFile
{
    private const int MaxBytes = 256 * 1024;
    private const int LongestName = 64;
    private const int LongestTitle = 200;
    private const int LongestDescription = 2000;

    private static readonly string[] _members = ["name", "title", "description", "recipe"];

    /// <summary>Reads a preset's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="controls">What its recipe is checked against.</param>
    /// <exception cref="InvalidManifestException">It is no preset; every fault is listed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Preset Read(string path, ControlManifest controls)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, controls, isBuiltIn: false);
    }

    /// <summary>Formats a preset as a file holds it: JSON in UTF-8.</summary>
    public static byte[] ToJson(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("name", preset.Name);
            writer.WriteString("title", preset.Title);
            writer.WriteString("description", preset.Description);
            writer.WritePropertyName("recipe");
            JsonSerializer.Serialize(writer, preset.Recipe, ProtocolJson.Default.Recipe);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.ToArray();
    }

    /// <summary>Writes a preset beside <paramref name="path"/> and renames it, so that an older file is replaced as a whole.</summary>
    /// <exception cref="InvalidManifestException">The preset is faulty; nothing is written.</exception>
    public static void Write(Preset preset, string path, ControlManifest controls)
    {
        byte[] json = ToJson(preset);
        _ = Read(new MemoryStream(json), path, controls, isBuiltIn: false);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            File.WriteAllBytes(temporary, json);
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static Preset Read(Stream stream, string file, ControlManifest controls, bool isBuiltIn)
    {
        ArgumentNullException.ThrowIfNull(controls);
        if (stream.Length > MaxBytes)
            throw new InvalidManifestException(file, [$"It has {stream.Length} bytes; at most {MaxBytes} are accepted."]);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                stream, new JsonDocumentOptions { MaxDepth = 16, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            List<string> faults = FindFaults(document.RootElement, controls);
            if (faults.Count > 0)
                throw new InvalidManifestException(file, faults);
            return document.RootElement.Deserialize(ProtocolJson.Default.Preset)! with { IsBuiltIn = isBuiltIn };
        }
        catch (JsonException exception)
        {
            throw new InvalidManifestException(file, [exception.Message], exception);
        }
    }

    private static List<string> FindFaults(JsonElement root, ControlManifest controls)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return ["It is no JSON object."];
        var faults = new List<string>();
        foreach (IGrouping<string, JsonProperty> member in root.EnumerateObject().GroupBy(member => member.Name))
        {
            if (!_members.Contains(member.Key))
                faults.Add($"There is no member {member.Key}; a preset has {string.Join(", ", _members)}.");
            else if (member.Count() > 1)
                faults.Add($"{member.Key} is given {member.Count()} times.");
        }

        CheckText("name", LongestName, isRequired: true);
        CheckText("title", LongestTitle, isRequired: true);
        CheckText("description", LongestDescription, isRequired: false);
        if (root.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String && !IsName(name.GetString()!))
            faults.Add($"The name '{name.GetString()}' is not made of lower-case letters, digits and '-'.");
        if (root.TryGetProperty("recipe", out JsonElement recipe))
            faults.AddRange(RecipeRules.FindFaults(recipe, controls));
        else
            faults.Add("It has no recipe.");
        return faults;

        void CheckText(string member, int longest, bool isRequired)
        {
            if (!root.TryGetProperty(member, out JsonElement value))
            {
                if (isRequired)
                    faults.Add($"It has no {member}.");
            }
            else if (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > longest
                || (isRequired && value.GetString()!.Length == 0))
            {
                faults.Add(
                    $"The {member} is {Control.Shorten(value)}; it must be a text of {(isRequired ? 1 : 0)} to {longest} characters.");
            }
        }
    }

    /// <summary>Whether a preset may be called so.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
