using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>Restore in a real GIMP: what changes, and above all what does not.</summary>
public abstract class RestoreTests(GimpFixture fixture)
{
    private const string Size = "96 80";
    private readonly GimpSession _gimp = fixture.Session;
    private readonly string _kept = fixture.Session.Profile.PathOf(Path.GetRandomFileName());

    [Theory]
    [InlineData("whole layer", "#t")]
    [InlineData("off the canvas, which GIMP takes for none", "(gimp-image-select-rectangle image 2 500 500 20 20)")]
    [InlineData("everything", "(gimp-selection-all image)")]
    [InlineData("rectangle", "(gimp-image-select-rectangle image 2 10 12 40 30)")]
    [InlineData("one pixel", "(gimp-image-select-rectangle image 2 50 40 1 1)")]
    [InlineData("corner pixel", "(gimp-image-select-rectangle image 2 95 79 1 1)")]
    [InlineData("thin column", "(gimp-image-select-rectangle image 2 33 0 1 80)")]
    [InlineData("thin row", "(gimp-image-select-rectangle image 2 0 41 96 2)")]
    [InlineData("antialiased ellipse", "(gimp-image-select-ellipse image 2 8 6 70 60)")]
    [InlineData(
        "feathered ellipse",
        "(begin (gimp-context-set-feather TRUE) (gimp-context-set-feather-radius 9 9) (gimp-image-select-ellipse image 2 20 20 50 40) "
            + "(gimp-context-set-feather FALSE))")]
    [InlineData("partly off the canvas", "(gimp-image-select-ellipse image 2 -30 -20 70 60)")]
    [InlineData("rotated rectangle", "(select-polygon image #(48.0 5.0 90.0 40.0 48.0 75.0 6.0 40.0))")]
    [InlineData("two islands", "(begin (gimp-image-select-rectangle image 2 2 2 9 9) (gimp-image-select-ellipse image 0 60 50 30 25))")]
    [InlineData("inverted", "(begin (gimp-image-select-ellipse image 2 20 20 50 40) (gimp-selection-invert image))")]
    public void Restore_SelectionOfAnyShape_ChangesOnlyColorsInside(string shape, string select)
    {
        Prepare(1, 150, select);

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        ChangedPixels changed = Changed();
        changed.Outside.ShouldBe(0, shape);
        changed.Alpha.ShouldBe(0, shape);
        changed.Inside.ShouldBeGreaterThan(changed.Selected / 3, shape);
    }

    [Fact]
    public void Restore_LayerWithOffset_WorksWhereTheSelectionIsInTheImage()
    {
        Prepare(
            1, 150,
            "(begin (gimp-image-resize image 200 200 0 0) (gimp-layer-set-offsets layer -20 90) (gimp-image-select-rectangle image 2 0 100 "
                + "30 30))");

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        ChangedPixels changed = Changed();
        changed.Selected.ShouldBe(900);
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Restore_LayerWithMask_LeavesTheMask()
    {
        Prepare(
            1, 150,
            "(begin (define mask (car (gimp-layer-create-mask layer ADD-MASK-WHITE))) (gimp-layer-add-mask layer mask) (probe-fill mask "
                + "3))");
        string keptMask = _kept + ".mask";
        _gimp.Evaluate($"(probe-keep mask \"{keptMask}\")");

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(0);
        ChangedPixels.Since(_gimp, "image", "mask", keptMask).IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void Restore_LayerMaskItself_IsRestoredAsGrey()
    {
        Prepare(
            1, 150,
            "(begin (define mask (car (gimp-layer-create-mask layer ADD-MASK-WHITE))) (gimp-layer-add-mask layer mask) (probe-fill mask 3) "
                + "(gimp-image-select-rectangle image 2 10 10 30 30))");
        string keptMask = _kept + ".mask";
        _gimp.Evaluate($"(probe-keep mask \"{keptMask}\")");

        _gimp.Evaluate("(srplugin-restore image mask \"photo-restore\")");

        Changed().IsNothing.ShouldBeTrue();
        ChangedPixels changed = ChangedPixels.Since(_gimp, "image", "mask", keptMask);
        changed.Outside.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Restore_FloatingSelection_IsRestoredAsALayer()
    {
        Prepare(1, 150, "(begin (gimp-image-select-rectangle image 2 10 10 40 30) (define float (float-selection layer 5 5)))");
        string keptFloat = _kept + ".float";
        _gimp.Evaluate($"(probe-keep float \"{keptFloat}\")");
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        _gimp.Evaluate("(srplugin-restore image float \"photo-restore\")");

        ChangedPixels.Since(_gimp, "image", "float", keptFloat).Inside.ShouldBeGreaterThan(300);
        _gimp.Evaluate("(gimp-floating-sel-remove float)");
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void Restore_ChannelSwitchedOff_KeepsIt()
    {
        Prepare(1, 150, "(gimp-image-set-component-active image CHANNEL-RED FALSE)");
        byte[] red = Red();

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(1000);
        Red().ShouldBe(red);
        _gimp.Evaluate("(gimp-image-set-component-active image CHANNEL-RED TRUE)");
        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");
        Red().ShouldNotBe(red);

        byte[] Red()
        {
            string file = _kept + ".red";
            _gimp.Evaluate($"(probe-keep layer \"{file}\")");
            return [.. File.ReadAllBytes(file).Where((_, index) => index % 4 == 0)];
        }
    }

    [Fact]
    public void Restore_EveryChannelSwitchedOff_SaysWhatToDo()
    {
        Prepare(2, 150, "(gimp-image-set-component-active image CHANNEL-GRAY FALSE)");

        _gimp.Failure("(srplugin-restore image layer \"photo-restore\")").ShouldContain("Channels dialog");
    }

    [Fact]
    public void Restore_AlphaLocked_RestoresColors()
    {
        Prepare(1, 150, "(gimp-layer-set-lock-alpha layer TRUE)");

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        Changed().Inside.ShouldBeGreaterThan(1000);
        Changed().Alpha.ShouldBe(0);
    }

    [Theory]
    [InlineData("1 1", 0)]
    [InlineData("1 40", 1)]
    [InlineData("3000 3", 1)]
    public void Restore_ThinLayer_IsRestored(string size, int fewest)
    {
        _gimp.Evaluate($"(begin (define image (new-image {size} 1 150)) (define layer (layer-of image)))");
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        _gimp.Evaluate("(srplugin-restore image layer \"photo-restore\")");

        // The test engine leaves a single pixel as it is.
        Changed().Inside.ShouldBeGreaterThanOrEqualTo(fewest);
        Changed().Alpha.ShouldBe(0);
    }

    [Fact]
    public void Restore_ChannelOfTheImage_IsRestoredAsGrey()
    {
        Prepare(
            1, 150,
            "(begin (define channel (new-channel image 96 80)) (gimp-image-insert-channel image channel 0 0) (probe-fill channel 3))");
        string keptChannel = _kept + ".channel";
        _gimp.Evaluate($"(probe-keep channel \"{keptChannel}\")");

        _gimp.Evaluate("(srplugin-restore image channel \"photo-restore\")");

        Changed().IsNothing.ShouldBeTrue();
        ChangedPixels.Since(_gimp, "image", "channel", keptChannel).Inside.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Restore_TextLayer_IsRestoredInsideTheSelection()
    {
        // These GIMPs start without fonts.
        _gimp.Evaluate("(gimp-fonts-refresh)");
        Prepare(
            1, 150,
            "(begin (set! layer (new-text image \"Restore\")) (gimp-image-insert-layer image layer 0 0) (probe-fill layer 7) "
                + "(gimp-image-select-rectangle image 2 0 0 40 20))");
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        _gimp.Evaluate("(srplugin-restore image layer \"text-and-line-art\")");

        ChangedPixels changed = Changed();
        changed.Outside.ShouldBe(0);
        changed.Alpha.ShouldBe(0);
        changed.Inside.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Restore_SameSeed_SamePixels()
    {
        Prepare(1, 150, "(gimp-image-select-ellipse image 2 8 6 70 60)");
        _gimp.Evaluate("(define twin (car (gimp-image-duplicate image)))");
        _gimp.Evaluate("(begin (srplugin-restore image layer \"old-scan\") (srplugin-restore twin (layer-of twin) \"old-scan\"))");

        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");

        ChangedPixels.Since(_gimp, "twin", "(layer-of twin)", _kept).IsNothing.ShouldBeTrue();
    }

    [Theory]
    [InlineData(
        "(begin (gimp-image-resize image 300 300 0 0) (gimp-image-select-rectangle image 2 200 200 20 20))", "does not touch 'layer'")]
    [InlineData("(gimp-image-convert-indexed image 0 0 8 0 0 \"\")", "Image ▸ Mode ▸ RGB")]
    [InlineData("(set-locked layer)", "Unlock")]
    [InlineData("(begin (set! layer (new-group image)) (gimp-image-insert-layer image layer 0 0))", "layer group")]
    public void Restore_WhatCannotBeRestored_SaysWhatToDo(string make, string expected)
    {
        Prepare(0, 150, "#t");
        _gimp.Evaluate(make);

        _gimp.Failure("(srplugin-restore image layer \"photo-restore\")").ShouldContain(expected);
    }

    [Theory]
    [InlineData("(srplugin-restore image layer \"no-such-preset\")", "photo-restore")]
    [InlineData("(srplugin-upscale image layer \"\" 9 \"new-image\")", "scale is 9|9.0+ out of range")]
    [InlineData("(srplugin-upscale image layer \"\" 2 \"elsewhere\")", "whole-image")]
    public void Arguments_OutOfRange_AreNamed(string call, string expected)
    {
        Prepare(0, 150, "#t");

        _gimp.Failure(call).ShouldMatch(expected);
        Changed().IsNothing.ShouldBeTrue();
    }

    private void Prepare(int type, int precision, string select)
    {
        _gimp.Evaluate($"(begin (define image (new-image {Size} {type} {precision})) (define layer (layer-of image)))");
        _gimp.Evaluate(select);
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
