namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>GIMP 2.10 with its windows and the service's test engine.</summary>
public sealed class Gimp2ScreenFixture() : ScreenFixture("test", photo: null, GimpVersion.Gimp2);
