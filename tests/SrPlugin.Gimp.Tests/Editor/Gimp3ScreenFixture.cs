namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>GIMP 3 with its windows and the service's test engine.</summary>
public sealed class Gimp3ScreenFixture() : ScreenFixture("test", photo: null, GimpVersion.Gimp3);
