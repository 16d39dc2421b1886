using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Upscale in a real GIMP.</summary>
public abstract class UpscaleTests(GimpFixture fixture)
{
    private readonly GimpSession _gimp = fixture.Session;
    private readonly string _kept = fixture.Session.Profile.PathOf(Path.GetRandomFileName());

    [Theory]
    [InlineData(0, 150, 2, 80, 60)]
    [InlineData(1, 650, 3, 120, 90)]
    [InlineData(3, 250, 1.5, 60, 45)]
    [InlineData(2, 100, 8, 320, 240)]
    public void Upscale_LayerToNewImage_HasTypePrecisionAndSize(int type, int precision, double scale, int width, int height)
    {
        Prepare(type, precision, "(gimp-image-set-resolution image 300 300)");

        _gimp.Evaluate(FormattableString.Invariant($"(define result (car (srplugin-upscale image layer \"\" {scale} \"new-image\")))"));

        _gimp.Number("(width-of-image result)").ShouldBe(width);
        _gimp.Number("(height-of-image result)").ShouldBe(height);
        _gimp.Number("(car (gimp-image-get-precision result))").ShouldBe(precision);
        _gimp.Number("(type-of (layer-of result))").ShouldBe(type);
        _gimp.Number("(car (gimp-image-get-resolution result))").ShouldBe(300);
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void Upscale_SoftSelectionToNewImage_BecomesALayerMask()
    {
        Prepare(0, 150, "(gimp-image-select-ellipse image 2 4 4 30 20)");

        _gimp.Evaluate("(define result (car (srplugin-upscale image layer \"\" 2 \"new-image\")))");

        _gimp.Number("(width-of-image result)").ShouldBe(60);
        _gimp.Evaluate("(define mask (car (gimp-layer-get-mask (layer-of result))))");
        _gimp.Evaluate($"(probe-keep mask \"{_kept}.mask\")");
        byte[] mask = File.ReadAllBytes(_kept + ".mask");
        mask[(20 * 60) + 30].ShouldBe((byte)255);
        mask[0].ShouldBe((byte)0);
    }

    [Fact]
    public void Upscale_WholeImage_EnlargesLayersMasksOffsetsAndSelection()
    {
        Prepare(0, 150, """
            (begin (define upper (new-layer image "upper" 10 7 RGBA-IMAGE))
                   (gimp-image-insert-layer image upper 0 0) (gimp-layer-set-offsets upper 5 9) (probe-fill upper 2)
                   (define mask (car (gimp-layer-create-mask upper ADD-MASK-WHITE))) (gimp-layer-add-mask upper mask)
                   (gimp-image-select-rectangle image 2 1 2 10 10))
            """);

        _gimp.Evaluate("(srplugin-upscale image layer \"\" 3 \"whole-image\")");

        _gimp.Number("(width-of-image image)").ShouldBe(120);
        _gimp.Number("(width-of upper)").ShouldBe(30);
        _gimp.Number("(x-of upper)").ShouldBe(15);
        _gimp.Number("(width-of (car (gimp-layer-get-mask upper)))").ShouldBe(30);

        // From 1…11 to 3…33; GIMP softens the edge of a selection it enlarges.
        _gimp.Number("(list-ref (gimp-selection-bounds image) 1)").ShouldBe(3, tolerance: 3);
        _gimp.Number("(list-ref (gimp-selection-bounds image) 3)").ShouldBe(33, tolerance: 3);
        _gimp.Number("(channel-count image)").ShouldBe(0);
    }

    [Fact]
    public void Upscale_WholeImageByAnOddFactor_FillsEveryLayer()
    {
        Prepare(1, 150, "(begin (gimp-layer-resize layer 37 23 0 0) (gimp-layer-set-offsets layer 1 1))");

        _gimp.Evaluate("(srplugin-upscale image layer \"\" 1.7 \"whole-image\")");

        _gimp.Number("(width-of-image image)").ShouldBe(68);
        _gimp.Number("(width-of layer)").ShouldBeInRange(62, 64);
    }

    [Fact]
    public void Upscale_WholeImageUnderAFloatingSelection_IsRefused()
    {
        Prepare(0, 150, "(begin (gimp-image-select-rectangle image 2 10 10 20 10) (define float (float-selection layer 5 5)))");

        _gimp.Failure("(srplugin-upscale image layer \"\" 2 \"whole-image\")").ShouldContain("Anchor");
        _gimp.Number("(width-of-image image)").ShouldBe(40);
    }

    private void Prepare(int type, int precision, string make)
    {
        _gimp.Evaluate($"(begin (define image (new-image 40 30 {type} {precision})) (define layer (layer-of image)))");
        _gimp.Evaluate(make);
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
