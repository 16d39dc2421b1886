namespace SrPlugin.Testing.Needs;

/// <summary>A test of what only Unix has: modes of files, signals, sockets in the file system.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Needs Unix." : null;
}
