using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;

namespace SrPlugin.PaintDotNet.Tests.Effects;

public sealed class EnlargeTests
{
    [Fact]
    public void ModeUpscale_BeforeTheButton_ComputesNothing()
    {
        using var bench = new Bench();
        using EffectRun run = bench.Editor.OpenDialog(new FakeImage(60, 40, FakeImage.Pattern)).Finish(Bench.Limit);
        bench.Service.Requests.Clear();

        run.Set("mode", "upscale").Set("scale", 3.0).Set("guidance", 2.0).Finish(Bench.Limit);

        bench.Service.Requests.ShouldBeEmpty();
        bench.Opened.ShouldBeEmpty();
        run.Canvas.CountChanged().ShouldBe(0);
    }

    [Fact]
    public void Press_ModeUpscale_OpensOneNewImageAndLeavesThisOne()
    {
        using var bench = new Bench();
        var image = new FakeImage(200, 150, FakeImage.Pattern).Select(new RectInt32(70, 50, 33, 21));
        using EffectRun run = bench.Editor.OpenDialog(image).Set("mode", "upscale").Set("scale", 3.0).Finish(Bench.Limit);

        run.Status.ShouldStartWith("Press the button");
        run.Set("run", 1).Finish(Bench.Limit);
        run.Status.ShouldContain("99×63 pixels, saved as new.png");
        run.Set("guidance", 2.0).Finish(Bench.Limit);

        var opened = bench.Opened.ShouldHaveSingleItem();
        (opened.Width, opened.Height).ShouldBe((99, 63));
        ColorBgra32 first = image.PixelAt(70, 50);
        opened.Pixels.AsSpan(0, 4).ToArray().ShouldBe([first.R, first.G, first.B, 255]);
        opened.Profile.IsEmpty.ShouldBeTrue();
        run.Canvas.CountChanged().ShouldBe(0);
        run.Status.ShouldStartWith("Press the button");
    }

    [Fact]
    public void Press_RoundSelection_IsTransparentOutside()
    {
        using var bench = new Bench();
        var image = new FakeImage(100, 100, FakeImage.Pattern)
            .Select(new RectInt32(20, 20, 40, 40), (x, y) => (byte)(((x - 40) * (x - 40)) + ((y - 40) * (y - 40)) < 380 ? 255 : 0));
        using EffectRun run = bench.Editor.OpenDialog(image).Set("mode", "upscale").Set("scale", 2.0).Finish(Bench.Limit);

        run.Set("run", 1).Finish(Bench.Limit);

        var opened = bench.Opened.ShouldHaveSingleItem();
        opened.Pixels[3].ShouldBe((byte)0);
        opened.Pixels[(((40 * 80) + 40) * 4) + 3].ShouldBe((byte)255);
    }

    [Fact]
    public void Press_WideColorProfile_CarriesTheProfile()
    {
        using var bench = new Bench();
        using FakeColorSpace wide = FakeColorSpace.Wide(), srgb = FakeColorSpace.Srgb();
        var image = new FakeImage(40, 30, FakeImage.Pattern) { ColorSpace = wide };
        using EffectRun run = bench.Editor.OpenDialog(image).Set("mode", "upscale").Set("scale", 1.0).Finish(Bench.Limit);

        run.Set("run", 1).Finish(Bench.Limit);

        var opened = bench.Opened.ShouldHaveSingleItem();
        opened.Profile.ToArray().ShouldBe(wide.GetProfileBytes().ToArray());
        ColorBgra32 expected = srgb.ConvertTo(wide, wide.ConvertTo(srgb, image.PixelAt(7, 3)));
        opened.Pixels.AsSpan(((3 * 40) + 7) * 4, 3).ToArray().ShouldBe([expected.R, expected.G, expected.B]);
    }

    [Fact]
    public void Repeat_ModeUpscale_OpensANewImage()
    {
        using var bench = new Bench();
        using EffectRun dialog = bench.Editor.OpenDialog(new FakeImage(60, 40, FakeImage.Pattern)).Set("mode", "upscale")
            .Finish(Bench.Limit);

        using EffectRun repeated = bench.Editor.Repeat(new FakeImage(20, 10, FakeImage.Pattern), dialog.Token).Finish(Bench.Limit);

        var opened = bench.Opened.ShouldHaveSingleItem();
        (opened.Width, opened.Height).ShouldBe((80, 40));
    }

    [Fact]
    public void Press_CancelledByASlider_StaysWanted()
    {
        using var bench = new Bench();
        using EffectRun run = bench.Editor.OpenDialog(new FakeImage(60, 40, FakeImage.Pattern)).Set("mode", "upscale").Finish(Bench.Limit);
        bench.Service.Requests.Clear();
        bench.Service.Before = (request, token) =>
            request.Recipe!.Guidance is null ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        run.Set("run", 1);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Set("guidance", 2.0).Finish(Bench.Limit);

        bench.Opened.Count.ShouldBe(1);
    }
}
