namespace SrPlugin.Testing.Needs;

/// <summary>A test that mounts a disk of its own, as CI may: a small one, to be filled.</summary>
internal sealed class LinuxRootFactAttribute : FactAttribute
{
    public LinuxRootFactAttribute() =>
        Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "Needs Linux and root, to mount a small disk.";
}
