using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;

namespace SrPlugin.PaintDotNet.Tests.Effects;

public sealed class RestoreTests
{
    [Theory]
    [InlineData(300, 200)]
    [InlineData(1, 1)]
    [InlineData(131, 1)]
    [InlineData(3, 257)]
    public void OpenDialog_WholeImage_ShowsResultEverywhere(int width, int height)
    {
        using var bench = new Bench();
        var image = new FakeImage(width, height, FakeImage.Pattern);

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                run.Canvas[x, y].ShouldBe(Negative(image.PixelAt(x, y)));
        }

        var (request, _, mask) = bench.Service.Requests.ShouldHaveSingleItem();
        (request.Width, request.Height, request.Channels, request.HasMask, request.Selection).ShouldBe((width, height, 4, false, null));
        mask.ShouldBeEmpty();
    }

    [Fact]
    public void OpenDialog_SoftRoundSelection_LeavesBlendingToTheHost()
    {
        using var bench = new Bench();
        var image = new FakeImage(400, 300, FakeImage.Pattern)
            .Select(new RectInt32(37, 21, 201, 155), (x, y) => Round(x - 137, y - 98, 75));

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        // The effect fills its whole rectangle, whatever the mask; the host's weighting happens once.
        run.Canvas.Raw(37, 21).ShouldBe(Negative(image.PixelAt(37, 21)));
        run.Canvas[37, 21].ShouldBe(image.PixelAt(37, 21));
        run.Canvas[137, 98].ShouldBe(Negative(image.PixelAt(137, 98)));
        run.Canvas.CountChanged().ShouldBeInRange(15_000, 19_000);
        bench.Service.Requests.Single().Request.HasMask.ShouldBeFalse();
    }

    [Fact]
    public void OpenDialog_Feather_SendsTheSelectionsShapeOnly()
    {
        using var bench = new Bench();
        var image = new FakeImage(400, 300, FakeImage.Pattern)
            .Select(new RectInt32(100, 80, 150, 120), (x, y) => Round(x - 175, y - 140, 55));

        using EffectRun run = bench.Editor.OpenDialog(image).Set("feather", 12.0).Finish(Bench.Limit);

        var (request, _, mask) = bench.Service.Requests.Last();
        request.HasMask.ShouldBeTrue();
        request.Recipe!.Feather.ShouldBe(12);
        mask.Length.ShouldBe(request.Width * request.Height);
        mask.Distinct().Order().ToArray().ShouldBe([0, 255]);
        mask[0].ShouldBe((byte)0, "the context is not selected");
        mask[((140 - 16) * request.Width) + 175 - 32].ShouldBe((byte)255);
    }

    [Fact]
    public void OpenDialog_SmallSelectionInHugeDocument_ReadsAndKeepsTheSelectionOnly()
    {
        using var bench = new Bench();
        var image = new FakeImage(60_000, 40_000, FakeImage.Pattern).Select(new RectInt32(31_000, 20_500, 101, 77));

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        var (request, _, _) = bench.Service.Requests.ShouldHaveSingleItem();
        (request.Width, request.Height).ShouldBe((101 + 128 + 8, 77 + 128 + 4), "what is sent begins at the corner of a JPEG block");
        (request.Selection!.Value.X, request.Selection.Value.Y).ShouldBe((72, 68));
        run.Environment.Layer.PixelsRead.ShouldBeLessThan(4L * 237 * 209);
        run.Canvas[31_050, 20_550].ShouldBe(Negative(image.PixelAt(31_050, 20_550)));
    }

    [Fact]
    public void OpenDialog_Context_IsSentAndStays()
    {
        using var bench = new Bench();
        var image = new FakeImage(300, 300, FakeImage.Pattern).Select(new RectInt32(100, 10, 50, 60));

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        var (request, pixels, _) = bench.Service.Requests.Single();
        (request.Width, request.Height).ShouldBe((50 + 128 + 4, 10 + 60 + 64), "the margin ends at the picture's edge");
        ColorBgra32 corner = image.PixelAt(32, 0);
        pixels.AsSpan(0, 4).ToArray().ShouldBe([corner.R, corner.G, corner.B, corner.A]);
    }

    [Fact]
    public void OpenDialog_StraightAlpha_ArrivesUnmultipliedAndReturns()
    {
        using var bench = new Bench();
        var image = new FakeImage(64, 64, (x, y) => new ColorBgra32(10, 200, 30, (byte)(x * 4)));

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        bench.Service.Requests.Single().Pixels.AsSpan(4 * 4, 4).ToArray().ShouldBe([30, 200, 10, 16]);
        run.Canvas[4, 0].ShouldBe(new ColorBgra32(245, 55, 225, 16));
    }

    [Fact]
    public void OpenDialog_WideColorProfile_ConvertsToSrgbAndBack()
    {
        using var bench = new Bench();
        using FakeColorSpace wide = FakeColorSpace.Wide(), srgb = FakeColorSpace.Srgb();
        var image = new FakeImage(64, 64, FakeImage.Pattern) { ColorSpace = wide };

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        ColorBgra32 sent = wide.ConvertTo(srgb, image.PixelAt(20, 30));
        byte[] pixels = bench.Service.Requests.Single().Pixels;
        pixels.AsSpan(((30 * 64) + 20) * 4, 4).ToArray().ShouldBe([sent.R, sent.G, sent.B, sent.A]);
        run.Canvas[20, 30].ShouldBe(srgb.ConvertTo(wide, Negative(sent)));
    }

    [Fact]
    public void OpenDialog_PixelsThatTheServiceLeavesAlone_StayBitIdenticalInAnyProfile()
    {
        using var bench = new Bench();
        bench.Service.Change = _ => null;
        using FakeColorSpace wide = FakeColorSpace.Wide();
        var image = new FakeImage(97, 83, FakeImage.Pattern) { ColorSpace = wide };

        using EffectRun run = bench.Editor.OpenDialog(image).Finish(Bench.Limit);

        bench.Service.Requests.Count.ShouldBe(1);
        run.Canvas.CountChanged().ShouldBe(0);
    }

    [Fact]
    public void OpenDialog_ShowChanges_DrawsThemWithoutAnotherJobAndTakesThemBack()
    {
        using var bench = new Bench();
        var image = new FakeImage(64, 48, (x, y) => new ColorBgra32(10, 200, 30, 255));

        using EffectRun run = bench.Editor.OpenDialog(image).Set("show-changes", true).Set("show-changes", false).Finish(Bench.Limit);
        using EffectRun shown = bench.Editor.OpenDialog(image).Set("show-changes", true).Finish(Bench.Limit);

        run.Canvas[20, 30].ShouldBe(Negative(image.PixelAt(20, 30)));
        ColorBgra32 drawn = shown.Canvas[20, 30];
        (drawn.R, drawn.B, drawn.A).ShouldBe(((byte)255, (byte)0, image.PixelAt(20, 30).A), "a large change is red");
        bench.Service.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public void Repeat_FormerToken_RestoresWithoutDialog()
    {
        using var bench = new Bench();
        var image = new FakeImage(90, 60, FakeImage.Pattern);
        using EffectRun first = bench.Editor.OpenDialog(image).Set("guidance", 3.0).Finish(Bench.Limit);
        var other = new FakeImage(70, 50, (x, y) => FakeImage.Pattern(y, x));

        using EffectRun repeated = bench.Editor.Repeat(other, first.Token).Finish(Bench.Limit);

        repeated.Panel.ShouldBeNull();
        repeated.Canvas[20, 30].ShouldBe(Negative(other.PixelAt(20, 30)));
        bench.Service.Requests.Last().Request.Recipe!.Guidance.ShouldBe(3);
    }

    private static ColorBgra32 Negative(ColorBgra32 color) =>
        new((byte)(255 - color.B), (byte)(255 - color.G), (byte)(255 - color.R), color.A);

    private static byte Round(int x, int y, int radius) => (byte)Math.Clamp((radius - Math.Sqrt((x * x) + (y * y))) * 64, 0, 255);
}
