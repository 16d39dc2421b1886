namespace SrPlugin.Cli.Diagnostics;

/// <summary>A temporary folder that goes away with its owner.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("srplugin-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
