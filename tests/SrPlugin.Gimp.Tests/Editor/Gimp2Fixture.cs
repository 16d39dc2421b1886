namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>GIMP 2.10.</summary>
public sealed class Gimp2Fixture() : GimpFixture(GimpVersion.Gimp2);
