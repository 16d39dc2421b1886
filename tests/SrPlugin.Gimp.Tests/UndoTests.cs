using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>What one Ctrl+Z in the image's window brings back.</summary>
public abstract class UndoTests(ScreenFixture screen)
{
    private const string ImageWindow = "GIMP$";
    private readonly ScreenFixture _screen = screen;
    private readonly GimpSession _gimp = screen.Gimp;
    private readonly string _kept = screen.Profile.PathOf(Path.GetRandomFileName());

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(0, 150)]
    [InlineData(2, 150)]
    [InlineData(3, 150)]
    [InlineData(1, 200)]
    [InlineData(1, 250)]
    [InlineData(2, 250)]
    [InlineData(1, 300)]
    [InlineData(0, 350)]
    [InlineData(3, 350)]
    [InlineData(1, 500)]
    [InlineData(1, 550)]
    [InlineData(1, 600)]
    [InlineData(3, 600)]
    [InlineData(0, 650)]
    [InlineData(1, 700)]
    [InlineData(1, 750)]
    public async Task Restore_EveryTypeAndPrecision_KeepsBytesOutsideAndAlphaAndIsUndone(int type, int precision)
    {
        Prepare(type, precision);

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");
        ChangedPixels changed = Changed();
        changed.Outside.ShouldBe(0);
        changed.Alpha.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(changed.Selected / 3);
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => Changed().IsNothing, "undo");
    }

    [Fact]
    public async Task Undo_WholeImageEnlarged_IsOneStep()
    {
        Prepare(1, 150);

        _gimp.Evaluate("(srplugin-upscale image layer \"\" 2 \"whole-image\")");
        _gimp.Number("(width-of-image image)").ShouldBe(600);
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => _gimp.Number("(width-of-image image)") == 300, "undo");
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task Undo_NewLayer_IsOneStep()
    {
        Prepare(1, 150);

        _gimp.Evaluate(NewLayer);
        _gimp.Evaluate("(begin (define added (vector-ref (layers-of image) 0)) (define added-mask (car (gimp-layer-get-mask added))))");
        _gimp.Number("(vector-length (layers-of image))").ShouldBe(2);
        _gimp.Number("(width-of added)").ShouldBe(200);
        _gimp.Number("(x-of added)").ShouldBe(30);
        _gimp.Evaluate($"(probe-keep added-mask \"{_kept}.mask\")");
        byte[] mask = File.ReadAllBytes(_kept + ".mask");
        mask[0].ShouldBe((byte)0, "the ellipse does not reach the corner");
        mask[(90 * 200) + 100].ShouldBe((byte)255);
        Changed().IsNothing.ShouldBeTrue("the layer below stays as it is");
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => _gimp.Number("(vector-length (layers-of image))") == 1, "undo");
    }

    [Theory]
    [InlineData(1, 150, 4)]
    [InlineData(2, 250, 4)]
    [InlineData(0, 600, 16)]
    public async Task Undo_LayerThatShowsChanges_IsOneStepWithTheResult(int type, int precision, int bytesPerPixel)
    {
        Prepare(type, precision);

        _gimp.Evaluate(ShowChanges);
        _gimp.Number("(vector-length (layers-of image))").ShouldBe(2);
        Changed().Inside.ShouldBeGreaterThan(1000);
        _gimp.Number("(if (= layer (selected-layer image)) 1 0)").ShouldBe(1, "the next effect is for the picture");
        _gimp.Evaluate("(define map (vector-ref (layers-of image) 0))");
        _gimp.Number("(width-of map)").ShouldBe(200);
        _gimp.Number("(x-of map)").ShouldBe(30);
        _gimp.Evaluate($"(probe-keep map \"{_kept}.map\")");
        bool[] isShown = [.. File.ReadAllBytes(_kept + ".map").Chunk(bytesPerPixel).Select(pixel => pixel[^1] != 0)];
        isShown[0].ShouldBeFalse("the ellipse does not reach the corner");
        isShown.Count(shown => shown).ShouldBeGreaterThan(1000);
        await _screen.Press(ImageWindow, "ctrl+z");

        await _screen.Until(() => _gimp.Number("(vector-length (layers-of image))") == 1, "undo");
        Changed().IsNothing.ShouldBeTrue();
    }

    /// <summary>Restores into a new layer, in the script of this GIMP.</summary>
    private protected abstract string NewLayer { get; }

    /// <summary>Restores and shows what changes, in the script of this GIMP.</summary>
    private protected abstract string ShowChanges { get; }

    private void Prepare(int type, int precision)
    {
        _gimp.Evaluate(
            $"(begin (define image (new-image 300 240 {type} {precision})) (define layer (layer-of image)) (gimp-display-new image) "
                + $"(gimp-image-select-ellipse image 2 30 20 200 180))");
        _gimp.Evaluate($"(begin (probe-keep layer \"{_kept}\") (gimp-displays-flush))");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
