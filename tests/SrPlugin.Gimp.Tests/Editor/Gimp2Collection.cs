namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>The tests that share one GIMP 2.10.</summary>
[CollectionDefinition(Name)]
public sealed class Gimp2Collection : ICollectionFixture<Gimp2Fixture>
{
    public const string Name = "GIMP 2.10";
}
