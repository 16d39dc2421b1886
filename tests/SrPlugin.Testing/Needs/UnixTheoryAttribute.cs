namespace SrPlugin.Testing.Needs;

/// <summary>Like <see cref="UnixFactAttribute"/>, for several cases.</summary>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Needs Unix." : null;
}
