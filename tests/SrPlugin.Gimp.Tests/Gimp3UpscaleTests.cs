using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Upscale in GIMP 3.</summary>
[Collection(Gimp3Collection.Name)]
public sealed class Gimp3UpscaleTests(Gimp3Fixture fixture) : UpscaleTests(fixture);
