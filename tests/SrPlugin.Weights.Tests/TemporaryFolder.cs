namespace SrPlugin.Weights.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("srplugin-weights-").FullName;

    public string File(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string relative, string text)
    {
        System.IO.File.WriteAllText(File(relative), text);
        return File(relative);
    }

    public string Write(string relative, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(relative), bytes);
        return File(relative);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
