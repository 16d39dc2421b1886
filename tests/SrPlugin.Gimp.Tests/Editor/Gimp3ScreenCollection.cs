namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>The tests that share one GIMP 3 with windows.</summary>
[CollectionDefinition(Name)]
public sealed class Gimp3ScreenCollection : ICollectionFixture<Gimp3ScreenFixture>
{
    public const string Name = "GIMP 3 on a screen";
}
