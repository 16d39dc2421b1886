using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>A model that can be downloaded or imported, as one file of <c>models/catalogue</c> describes it.</summary>
public sealed record CatalogueModel
{
    /// <summary>Gets the id, which is the name of the model's folder once it is installed.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets the name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets what the model is good for, in a sentence or two.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Gets the pipeline that runs the model, or <see cref="ModelManifest.BasePipeline"/> for parts that other models share.
    /// </summary>
    public string Pipeline { get; init; } = "";

    /// <summary>Gets the id of the catalogue's entry with the parts that this model lacks; null when it is complete.</summary>
    public string? Base { get; init; }

    /// <summary>Gets the terms under which the model may be used.</summary>
    public ModelLicence Licence { get; init; } = new();

    /// <summary>Gets the files of the model.</summary>
    public IReadOnlyList<CatalogueFile> Files { get; init; } = [];

    /// <summary>Gets the settings that the model needs instead of the program's defaults.</summary>
    public ModelConfiguration Configuration { get; init; } = new();

    /// <summary>Gets the size of all files in bytes; an estimate where a file's exact size is not known.</summary>
    public long Size => Files.Sum(file => file.Size);
}
