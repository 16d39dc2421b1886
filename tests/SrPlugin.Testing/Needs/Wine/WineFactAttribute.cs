namespace SrPlugin.Testing.Needs;

/// <summary>A test that runs the Windows programs under Wine; skipped, with the reason, where that is not asked for.</summary>
internal sealed class WineFactAttribute : FactAttribute
{
    public WineFactAttribute() => Skip = WinePrefix.Absence;
}
