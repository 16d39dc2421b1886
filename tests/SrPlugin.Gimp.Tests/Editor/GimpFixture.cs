namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>One headless GIMP with the service's test engine, for all tests that only differ in what they ask of it.</summary>
public abstract class GimpFixture : IDisposable
{
    private readonly GimpProfile _profile;

    private protected GimpFixture(GimpVersion version)
    {
        _profile = new GimpProfile(version: version);
        Session = new GimpSession(_profile);
    }

    internal GimpSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        _profile.Dispose();
    }
}
