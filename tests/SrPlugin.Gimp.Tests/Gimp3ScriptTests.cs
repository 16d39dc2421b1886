using System.Diagnostics;
using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>What only GIMP 3's scripts have: arguments by name, several layers, and an exit status.</summary>
[Collection(Gimp3Collection.Name)]
public sealed class Gimp3ScriptTests(Gimp3Fixture fixture)
{
    private readonly GimpSession _gimp = fixture.Session;
    private readonly string _kept = fixture.Session.Profile.PathOf(Path.GetRandomFileName());

    [Fact]
    public void PlugIn_ArgumentsByName_DoWhatThePresetDoes()
    {
        Prepare();
        _gimp.Evaluate("(define twin (car (gimp-image-duplicate image)))");

        _gimp.Evaluate(
            "(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer) #:preset \"photo-restore\")");
        _gimp.Evaluate("(srplugin-restore #:image twin #:drawable (layer-of twin) #:preset \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(100);
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
        ChangedPixels.Since(_gimp, "twin", "(layer-of twin)", _kept).IsNothing.ShouldBeTrue();
    }

    [Theory]
    [InlineData("#:blur 1.5", "out of range")]
    [InlineData("#:nosuch 1", "nosuch")]
    [InlineData("#:mode \"shrink\"", "shrink")]
    [InlineData("#:target \"elsewhere\"", "whole-image")]
    public void PlugIn_ArgumentThatIsWrong_IsNamed(string argument, string expected)
    {
        Prepare();

        _gimp.Failure($"(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer) {argument})")
            .ShouldContain(expected);
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void PlugIn_SeveralLayers_AreAllRestored()
    {
        Prepare();
        _gimp.Evaluate(
            "(begin (define upper (new-layer image \"upper\" 96 80 1)) (gimp-image-insert-layer image upper 0 0) (probe-fill upper 9))");
        _gimp.Evaluate($"(probe-keep upper \"{_kept}.upper\")");

        _gimp.Evaluate(
            "(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector upper layer) #:preset \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(100);
        Changed().Outside.ShouldBe(0);
        ChangedPixels.Since(_gimp, "image", "upper", _kept + ".upper").Inside.ShouldBeGreaterThan(100);
        _gimp.Failure("(plug-in-srplugin #:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector upper layer) #:mode \"upscale\")")
            .ShouldContain("Several layers");
    }

    [Fact]
    public void PlugIn_LayerWithEffects_ChangesThePixelsBelowThem()
    {
        Prepare();
        _gimp.Evaluate("(gimp-drawable-append-new-filter layer \"gegl:invert-gamma\" \"\" LAYER-MODE-REPLACE 1.0)");

        _gimp.Evaluate("(srplugin-restore #:image image #:drawable layer #:preset \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(100);
        Changed().Outside.ShouldBe(0);
    }

    [Fact]
    public void Batch_AsDocumented_ExitsWith70WhenAFileFails()
    {
        using var profile = new GimpProfile(version: GimpVersion.Gimp3);
        Directory.CreateDirectory(profile.PathOf("in"));
        File.Copy(TestFolders.Picture("rocket.jpg"), profile.PathOf("in/a.jpg"));
        Batch(profile).ShouldBe(0);
        File.Exists(profile.PathOf("out/a.jpg")).ShouldBeTrue();

        File.WriteAllBytes(profile.PathOf("in/b.jpg"), File.ReadAllBytes(TestFolders.Picture("rocket.jpg"))[..100]);
        Batch(profile).ShouldBe(70);
    }

    private static int Batch(GimpProfile profile)
    {
        using Process process = Process.Start(profile.Gimp(
            hasWindows: false,
            ["--quit", .. profile.Version.Interpreter, "-b", "(srplugin-batch #:files \"in/*.jpg\" #:folder \"out\" #:preset "
                + "\"photo-restore\")"]))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.GetAwaiter().GetResult();
        return process.ExitCode;
    }

    private void Prepare()
    {
        _gimp.Evaluate(
            "(begin (define image (new-image 96 80 1 150)) (define layer (layer-of image)) (gimp-image-select-ellipse image 2 8 6 70 60))");
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
