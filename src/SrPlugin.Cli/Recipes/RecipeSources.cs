using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Cli.Recipes;

/// <summary>Where recipes come from and go to besides the command line: presets, and pictures that were made before.</summary>
internal sealed class RecipeSources(CliConsole console, ControlManifest controls, PresetLibrary library)
{
    /// <summary>The recipe of a preset.</summary>
    /// <param name="preset">A name; or a file, where no preset is called so.</param>
    /// <exception cref="FaultException">There is neither, or the file is faulty.</exception>
    public Recipe OfPreset(string preset)
    {
        PresetList presets = library.Load();
        if (presets.Find(preset) is { } known)
            return known.Recipe;
        if (IsFile(preset) || File.Exists(preset))
            return FaultCatalog.Within(ExitCode.BadInput, () => PresetFile.Read(preset, controls)).Recipe;
        foreach (PresetFault fault in presets.Faults)
            console.Error.WriteLine($"srplugin: {fault.File} was left out: {string.Join(' ', fault.Faults)}");
        throw new FaultException(
            ExitCode.Usage,
            $"There is no preset \"{preset}\".",
            $"Known are {string.Join(", ", presets.Presets.Select(item => item.Name))}; yours lie in {library.Folder}.");
    }

    /// <summary>The note in a picture that was made before.</summary>
    /// <param name="path">The picture.</param>
    /// <exception cref="FaultException">It cannot be read, or says nothing of how it was made.</exception>
    public RecipeNote OfPicture(string path)
    {
        Picture picture = PictureReading.Picture(path);
        return FaultCatalog.Within(
            ExitCode.BadInput, () => RecipeNote.Find(picture.Metadata.Text.GetValueOrDefault(PictureMetadata.CommentKey), controls))
            ?? throw new FaultException(
                ExitCode.BadInput, $"{path} does not say how it was made.",
                "Only pictures written by SrPlugin do, in formats other than BMP, and not when written with --strip-metadata.");
    }

    /// <summary>Whether a picture says that it was made by this program.</summary>
    public bool IsResult(string path)
    {
        try
        {
            OfPicture(path);
            return true;
        }
        catch (FaultException)
        {
            return false;
        }
    }

    /// <summary>Saves a recipe as a preset.</summary>
    /// <param name="target">A file, or the name of a preset of the user's.</param>
    /// <param name="recipe">What the user set.</param>
    /// <param name="overwrite">Whether a file that exists may be replaced.</param>
    /// <returns>The file.</returns>
    /// <exception cref="FaultException">It exists, or cannot be written.</exception>
    public string Save(string target, Recipe recipe, bool overwrite)
    {
        bool isFile = IsFile(target);
        if (!isFile && !PresetFile.IsName(target))
            throw new FaultException(
                ExitCode.Usage, $"\"{target}\" is no name for a preset.",
                "Use up to 64 lower-case letters, digits and '-', or name a file that ends in .json.");
        string title = isFile ? Path.GetFileNameWithoutExtension(target) : target;
        string path = isFile ? Path.GetFullPath(target) : Path.Combine(library.Folder, target + ".json");
        if (!overwrite && File.Exists(path))
            throw new FaultException(ExitCode.Usage, $"{path} exists.", "Add --overwrite to replace it.");
        var preset = new Preset { Name = isFile ? NameOf(title) : target, Title = title, Recipe = recipe };
        return FaultCatalog.Within(ExitCode.Output, () =>
        {
            if (!isFile)
                return library.Save(preset);
            PresetFile.Write(preset, path, controls);
            return path;
        });
    }

    private static bool IsFile(string text) =>
        text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.Contains(Path.DirectorySeparatorChar)
            || text.Contains(Path.AltDirectorySeparatorChar);

    private static string NameOf(string title)
    {
        string name = string.Concat(title.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-'))
            .Trim('-');
        return name.Length == 0 ? "preset" : name[..Math.Min(name.Length, 64)];
    }
}
