using System.Text.Json;

namespace SrPlugin.Weights.Models;

/// <summary>What <c>models/ID/manifest.json</c> says about a model. docs/models.md describes the file.</summary>
public sealed record ModelManifest
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The <see cref="Pipeline"/> of a folder that holds parts for other models and is not a model itself.</summary>
    public const string BasePipeline = "base";

    private const long MaxBytes = 4 << 20;

    /// <summary>Lower-case letters, digits, '.', '_' and '-', at most 64; the folder's name.</summary>
    public string Id { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is good for, in a sentence or two.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Which pipeline runs it: <c>s3diff</c> or <c>addsr</c>; <see cref="BasePipeline"/> for parts that other models share.
    /// </summary>
    public string Pipeline { get; init; } = "";

    /// <summary>Under which terms it may be used.</summary>
    public ModelLicence Licence { get; init; } = new();

    /// <summary>Every file of the model's folder that belongs to it.</summary>
    public IReadOnlyList<ModelFile> Files { get; init; } = [];

    /// <summary>
    /// Where the parts lie that this folder lacks (an SD-Turbo that several models share): another model's id, or the
    /// full path of a folder. Null when the model is complete.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>What the model wants instead of the program's defaults.</summary>
    public ModelConfiguration Configuration { get; init; } = new();

    /// <summary>Reads and validates a manifest.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">The file is not JSON of the right form, or says something invalid; every fault is
    /// listed.</exception>
    public static ModelManifest Load(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
            throw new InvalidModelException(path, [$"it has {stream.Length} bytes; at most {MaxBytes} are accepted"]);
        ModelManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<ModelManifest>(stream, ModelManifestJson.Options);
        }
        catch (JsonException e)
        {
            throw new InvalidModelException(path, [e.Message], e);
        }
        var faults = manifest is null ? ["it is empty"] : ModelManifestRules.FindFaults(manifest);
        return faults.Count == 0 ? manifest! : throw new InvalidModelException(path, faults);
    }

    /// <summary>Writes the manifest, validated, beside <paramref name="path"/> and renames it.</summary>
    /// <exception cref="InvalidModelException">The manifest says something invalid; every fault is listed.</exception>
    public void Save(string path)
    {
        var faults = ModelManifestRules.FindFaults(this);
        if (faults.Count > 0)
            throw new InvalidModelException(path, faults);
        var temporary = $"{Path.GetFullPath(path)}.{Path.GetRandomFileName()}.tmp";
        try
        {
            File.WriteAllText(temporary, JsonSerializer.Serialize(this, ModelManifestJson.Options) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
