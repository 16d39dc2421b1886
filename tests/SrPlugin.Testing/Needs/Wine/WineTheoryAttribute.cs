namespace SrPlugin.Testing.Needs;

/// <summary>A theory that runs the Windows programs under Wine; skipped, with the reason, where that is not asked for.</summary>
internal sealed class WineTheoryAttribute : TheoryAttribute
{
    public WineTheoryAttribute() => Skip = WinePrefix.Absence;
}
