namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>The tests that share one GIMP 2.10 with windows.</summary>
[CollectionDefinition(Name)]
public sealed class Gimp2ScreenCollection : ICollectionFixture<Gimp2ScreenFixture>
{
    public const string Name = "GIMP 2.10 on a screen";
}
