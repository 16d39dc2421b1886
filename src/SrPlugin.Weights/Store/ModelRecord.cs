using System.Text.Json;
using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>
/// The store's notes about a model, which outlive its removal: the licence that was accepted, and the size and hash that every file had
/// when it first arrived, so that a file that is replaced at its source is noticed.
/// </summary>
internal sealed record ModelRecord
{
    /// <summary>Gets the licence that was accepted; null before that.</summary>
    public ModelLicence? AcceptedLicence { get; init; }

    /// <summary>Gets the time of the acceptance.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Gets the files by their path in the catalogue.</summary>
    public IReadOnlyDictionary<string, RecordedFile> Files { get; init; } = new Dictionary<string, RecordedFile>();

    /// <summary>Determines whether this very licence was accepted.</summary>
    public bool Accepts(ModelLicence licence) => AcceptedLicence == licence;

    /// <summary>Returns the notes with one more file.</summary>
    public ModelRecord With(string path, RecordedFile file) =>
        this with { Files = new Dictionary<string, RecordedFile>(Files) { [path] = file } };

    /// <summary>Reads the notes; none when there is no file.</summary>
    /// <exception cref="InvalidModelException">The file is damaged.</exception>
    public static ModelRecord Load(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<ModelRecord>(File.ReadAllBytes(path), ModelManifestJson.Options) ?? new ModelRecord()
                : new ModelRecord();
        }
        catch (JsonException e)
        {
            throw new InvalidModelException(path, [$"it is damaged ({e.Message}); delete it to start without the noted hashes"], e);
        }
    }

    /// <summary>Writes the notes beside <paramref name="path"/> and renames them.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, ModelManifestJson.Options));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
