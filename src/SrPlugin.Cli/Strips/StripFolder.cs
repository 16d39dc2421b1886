using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli.Strips;

/// <summary>The folder beside a result that holds what a picture in strips has come to. One process has it open at a time.</summary>
internal sealed class StripFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly bool _ownsParent;

    private StripFolder(string path, FileStream holder, bool ownsParent) => (Path, _lock, _ownsParent) = (path, holder, ownsParent);

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Gets the file of the unpacked source.</summary>
    public string SourceFile => System.IO.Path.Combine(Path, "source.raw");

    /// <summary>Gets the file of the result's samples.</summary>
    public string ResultFile => System.IO.Path.Combine(Path, "result.raw");

    /// <summary>Gets the bytes that lie in the folder.</summary>
    public long Bytes => new DirectoryInfo(Path).EnumerateFiles().Sum(file => file.Length);

    private string StateFile => System.IO.Path.Combine(Path, "state.json");

    /// <summary>Gets the folder of a result, whether it exists or not.</summary>
    public static string PathOf(string output)
    {
        string full = System.IO.Path.GetFullPath(output);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(full)));
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full)!, $".srplugin-strips-{Convert.ToHexStringLower(hash)[..12]}");
    }

    /// <summary>Opens the folder of a result, or makes it.</summary>
    /// <exception cref="FaultException">Another process works on the result.</exception>
    public static StripFolder Open(string output)
    {
        string path = PathOf(output), parent = System.IO.Path.GetDirectoryName(path)!;
        bool ownsParent = !Directory.Exists(parent);
        Directory.CreateDirectory(path);
        try
        {
            string holder = System.IO.Path.Combine(path, "lock");
            return new StripFolder(path, new FileStream(holder, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), ownsParent);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            var fault = new Fault(ExitCode.Output, $"Another process works on {output}.", "Wait for it, or choose another output with -o.");
            throw new FaultException(fault, exception);
        }
    }

    /// <summary>Reads how far the work has come; null where nothing can be gone on from.</summary>
    public StripState? Load()
    {
        try
        {
            return File.Exists(StateFile) ? JsonSerializer.Deserialize<StripState>(File.ReadAllBytes(StateFile), CliJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes how far the work has come. When this returns it is on the disk.</summary>
    public void Save(StripState state)
    {
        string temporary = StateFile + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, state, CliJson.Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, StateFile, overwrite: true);
    }

    /// <summary>Removes everything but the lock.</summary>
    public void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(Path).Where(file => file != _lock.Name))
            File.Delete(file);
    }

    /// <summary>Removes the folder, and the one that was made for it.</summary>
    public void Delete()
    {
        Clear();
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
        string parent = System.IO.Path.GetDirectoryName(Path)!;
        if (_ownsParent && !Directory.EnumerateFileSystemEntries(parent).Any())
            Directory.Delete(parent);
    }

    public void Dispose() => _lock.Dispose();
}
