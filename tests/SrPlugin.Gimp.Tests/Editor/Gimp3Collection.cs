namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>The tests that share one GIMP 3.</summary>
[CollectionDefinition(Name)]
public sealed class Gimp3Collection : ICollectionFixture<Gimp3Fixture>
{
    public const string Name = "GIMP 3";
}
