using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Restore in GIMP 3.</summary>
[Collection(Gimp3Collection.Name)]
public sealed class Gimp3RestoreTests(Gimp3Fixture fixture) : RestoreTests(fixture);
