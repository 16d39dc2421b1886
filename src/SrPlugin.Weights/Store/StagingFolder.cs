namespace SrPlugin.Weights.Store;

/// <summary>
/// Where a model is put together before it becomes visible: <c>.store/ID/arriving</c> for files as they are published,
/// <c>.store/ID/files</c> for those in their final form. Beside it lie the model's lock and notes.
/// </summary>
internal sealed class StagingFolder
{
    /// <summary>The name of the store's own folder inside the folder of models. A name with a dot is never looked at as a model.</summary>
    public const string StoreName = ".store";

    public StagingFolder(string models, string id)
    {
        string store = Path.Combine(models, StoreName);
        Root = Path.Combine(store, id);
        LockPath = Path.Combine(store, id + ".lock");
        RecordPath = Path.Combine(store, id + ".json");
        Target = Path.Combine(models, id);
    }

    public string Root { get; }

    public string LockPath { get; }

    public string RecordPath { get; }

    /// <summary>Gets the folder that the model will have.</summary>
    public string Target { get; }

    public string Files => Path.Combine(Root, "files");

    public string Arriving(CatalogueFile file) => Path.Combine(Root, "arriving", file.Path);

    public string Ready(CatalogueFile file) => Path.Combine(Files, file.Path);

    /// <summary>Gets the bytes of a file that are here already.</summary>
    public long Present(CatalogueFile file)
    {
        if (File.Exists(Ready(file)))
            return file.Size;
        var whole = new FileInfo(Arriving(file));
        var part = new FileInfo(Arriving(file) + ".part");
        return whole.Exists ? whole.Length : part.Exists ? part.Length : 0;
    }

    /// <summary>Determines whether nothing of a file has to be downloaded any more.</summary>
    public bool IsHere(CatalogueFile file) => File.Exists(Ready(file)) || File.Exists(Arriving(file));

    /// <summary>Makes the finished model visible, all at once.</summary>
    public void Publish()
    {
        Directory.Move(Files, Target);
        Directory.Delete(Root, recursive: true);
    }
}
