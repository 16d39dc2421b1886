namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>GIMP 3.</summary>
public sealed class Gimp3Fixture() : GimpFixture(GimpVersion.Gimp3);
