using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Upscale in GIMP 2.10.</summary>
[Collection(Gimp2Collection.Name)]
public sealed class Gimp2UpscaleTests(Gimp2Fixture fixture) : UpscaleTests(fixture);
