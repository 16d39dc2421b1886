namespace SrPlugin.Testing.Needs;

/// <summary>A test of what only Linux has: the user at the other end of a socket, a disk that is always full.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Needs Linux.";
}
