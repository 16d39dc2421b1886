namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>The tests that share one GIMP.</summary>
[CollectionDefinition(Name)]
public sealed class GimpCollection : ICollectionFixture<GimpFixture>
{
    public const string Name = "GIMP";
}
