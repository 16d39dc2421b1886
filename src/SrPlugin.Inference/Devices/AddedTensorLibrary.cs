using System.Text.Json;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.Devices;

/// <summary>
/// A libtorch that the user added to the program's own, such as one with CUDA. It lies in the user's data folder, and is used only after it
/// has been tried (<see cref="Accept"/>) and while all its files are there.
/// </summary>
public static class AddedTensorLibrary
{
    /// <summary>The version of libtorch that the program works with.</summary>
    public const string Version = "2.10.0";

    private const string ListName = "files.json";

    /// <summary>Gets the folder. It need not exist.</summary>
    public static string Folder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "srplugin",
        $"libtorch-{Version}-cuda");

    /// <summary>Gets a value indicating whether a library has been added.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Folder, ListName));

    /// <summary>Gets the reason why the added library is not used though there is one; null where it is used, or there is none.</summary>
    public static string? Fault { get; internal set; }

    /// <summary>Gets what the user can do about <see cref="Fault"/>.</summary>
    public static string Remedy => "Run srplugin setup cuda again, or srplugin setup cpu to remove it.";

    /// <summary>Lists the files of a folder in it. From then on it counts as tried.</summary>
    /// <param name="folder">The folder of the library.</param>
    public static void Accept(string folder) => File.WriteAllText(
        Path.Combine(folder, ListName),
        JsonSerializer.Serialize(
            new DirectoryInfo(folder).GetFiles().Where(file => file.Name != ListName)
                .ToDictionary(file => file.Name, file => file.Length)));

    /// <summary>Finds a file that is not as it was when the folder was accepted.</summary>
    /// <param name="folder">The folder of the library.</param>
    /// <exception cref="TensorLibraryException">A file is missing, cut off or exchanged.</exception>
    internal static void Check(string folder)
    {
        Dictionary<string, long> sizes;
        try
        {
            sizes = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(Path.Combine(folder, ListName))) ?? [];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TensorLibraryException($"{Path.Combine(folder, ListName)} cannot be read: {exception.Message}", exception, Remedy);
        }

        foreach ((string name, long size) in sizes)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || file.Length != size)
                throw new TensorLibraryException(
                    $"{file.FullName} {(file.Exists ? $"has {file.Length} bytes instead of {size}" : "is missing")}.", null, Remedy);
        }
    }
}
