using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Restore in GIMP 2.10.</summary>
[Collection(Gimp2Collection.Name)]
public sealed class Gimp2RestoreTests(Gimp2Fixture fixture) : RestoreTests(fixture);
