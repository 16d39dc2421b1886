using System.Text.Json;
using SrPlugin.Imaging;
using SrPlugin.Testing;

namespace SrPlugin.Cli.Tests;

/// <summary>What helps to choose: before and after, the change map, three variants, and a dry run.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    private CliRun Upscale(params string[] arguments) => CliRun.Of(["upscale", "--model", _files.Model, .. arguments]);

    private PixelBuffer Load(string name) => PictureFile.Load(_files[name]).Pixels;

    [Fact]
    public void Compare_Restored_ShowsSourceAndResultSideBySide()
    {
        string source = _files.Picture("a.png", 20, 16);

        CliRun run = Upscale(source, "-o", _files["b.png"], "--mode", "restore", "--compare", _files["c.png"]);

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer sheet = Load("c.png");
        (sheet.Width, sheet.Height).ShouldBe((48, 16));
        sheet.Crop(new PixelRectangle(0, 0, 20, 16)).Bytes.SequenceEqual(Load("a.png").Bytes).ShouldBeTrue();
        sheet.Crop(new PixelRectangle(28, 0, 20, 16)).Bytes.SequenceEqual(Load("b.png").Bytes).ShouldBeTrue();
    }

    [Fact]
    public void Compare_SelectionEnlargedAndSplit_ShowsHalfOfEach()
    {
        string source = _files.Picture("a.png", 40, 30);

        CliRun run = Upscale(source, "-o", _files["b.png"], "--select", "4,6,20,10", "--compare", _files["c.png"], "--compare-as", "split");

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer split = Load("c.png"), result = Load("b.png");
        (split.Width, split.Height).ShouldBe((80, 40));
        split.Crop(new PixelRectangle(41, 0, 39, 40)).Bytes.SequenceEqual(result.Crop(new PixelRectangle(41, 0, 39, 40)).Bytes)
            .ShouldBeTrue();
        PixelBuffer before = Resampler.Resize(
            PlanarImage.FromPixels(Load("a.png").Crop(new PixelRectangle(4, 6, 20, 10))), 80, 40, ResampleFilter.Lanczos3)
            .ToPixels(SampleFormat.UInt8);
        split.Crop(new PixelRectangle(0, 0, 39, 40)).Bytes.SequenceEqual(before.Crop(new PixelRectangle(0, 0, 39, 40)).Bytes)
            .ShouldBeTrue();
    }

    [Fact]
    public void ChangeMap_SelectionRestored_IsGreyOutsideAndColouredInside()
    {
        string source = _files.Picture("a.png", 40, 30);

        CliRun run = Upscale(source, "-o", _files["b.png"], "--mode", "restore", "--select", "10,5,20,20", "--change-map", _files["c.png"]);

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer map = Load("c.png");
        (map.Width, map.Height).ShouldBe((40, 30));
        int inside = 0;
        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                ReadOnlySpan<byte> pixel = map.RowBytes(y).Slice(x * 3, 3);
                bool isGrey = pixel[0] == pixel[1] && pixel[1] == pixel[2];
                if (x is >= 10 and < 30 && y is >= 5 and < 25)
                    inside += isGrey ? 0 : 1;
                else
                    isGrey.ShouldBeTrue();
            }
        }

        inside.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Compare_SeveralPictures_GoToAFolder()
    {
        _files.Picture("in/a.png");
        _files.Picture("in/b.png");

        CliRun run = Upscale(
            _files["in"], "-o", _files["out"], "--scale", "2", "--compare", _files["shown"], "--change-map", _files["shown"]);

        run.Code.ShouldBe(0, run.Error);
        _files.Files("shown").ShouldBe(["a-changes.png", "a-compared.png", "b-changes.png", "b-compared.png"]);
    }

    [Theory]
    [InlineData("--compare", "b.png")]
    [InlineData("--change-map", "a.png")]
    public void Compare_FileThatIsTakenOrExists_IsRefusedBeforeTheWork(string option, string file)
    {
        string source = _files.Picture("a.png");

        CliRun run = Upscale(source, "-o", _files["b.png"], option, _files[file]);

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain(file);
        File.Exists(_files["b.png"]).ShouldBeFalse();
    }

    [Fact]
    public void Try_Picture_DrawsSourceGentleSetAndStrong()
    {
        string source = _files.Picture("a.png", 24, 20);

        CliRun run = Upscale(source, "-o", _files["sheet.png"], "--mode", "restore", "--try", "--json");

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer sheet = Load("sheet.png");
        (sheet.Width, sheet.Height).ShouldBe(((4 * 24) + (3 * 8), 20));
        PixelBuffer[] panels = [.. Enumerable.Range(0, 4).Select(i => sheet.Crop(new PixelRectangle(i * 32, 0, 24, 20)))];
        panels[0].Bytes.SequenceEqual(Load("a.png").Bytes).ShouldBeTrue();
        Distance(panels[1], panels[0]).ShouldBeLessThan(Distance(panels[2], panels[0]));
        Distance(panels[3], panels[2]).ShouldBeGreaterThan(0);
        JsonElement report = run.Json.ShouldHaveSingleItem();
        report.GetProperty("gentle").GetProperty("strength").GetDouble().ShouldBe(0.5);

        // What the sheet shows is what the options make.
        CliRun again = Upscale(source, "-o", _files["gentle.png"], "--mode", "restore", "--strength", "0.5");
        again.Code.ShouldBe(0, again.Error);
        Load("gentle.png").Bytes.SequenceEqual(panels[1].Bytes).ShouldBeTrue();
    }

    [Fact]
    public void DryRun_Folder_TellsSizesAndTimeAndWritesNothing()
    {
        _files.Picture("in/a.png", 24, 20);
        _files.Picture("in/b.png", 12, 10);
        string[] arguments = [_files["in"], "-o", _files["out"], "--scale", "3", "--dry-run"];

        CliRun run = Upscale(arguments), asJson = Upscale([.. arguments, "--json"]);

        run.Code.ShouldBe(0, run.Error);
        run.Output.ShouldContain("24×20 → 72×60, about ");
        run.Output.ShouldContain("2 pictures: about ");
        asJson.Json.Select(line => line.GetProperty("outputWidth").GetInt32()).ShouldBe([72, 36]);
        double ratio = asJson.Json[0].GetProperty("seconds").GetDouble() / asJson.Json[1].GetProperty("seconds").GetDouble();
        (ratio is double.NaN or > 1).ShouldBeTrue("more pixels take longer");
        Directory.Exists(_files["out"]).ShouldBeFalse();
    }

    [Fact]
    public void TextPreset_EnlargedText_IsNearerToTheOriginalThanTheResampledSource()
    {
        PlanarImage original = PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture("images/text.png")).Pixels).ToGrey();
        original = original.Crop(new PixelRectangle(0, 0, original.Width / 4 * 4, original.Height / 4 * 4));
        PlanarImage small = Resampler.Resize(original, original.Width / 4, original.Height / 4, ResampleFilter.Area);
        PictureFile.Save(new Picture(small.ToPixels(SampleFormat.UInt8)), _files["small.png"]);

        CliRun.Of("upscale", _files["small.png"], "-o", _files["preset.png"], "--preset", "text-and-line-art").Code.ShouldBe(0);
        CliRun.Of("upscale", _files["small.png"], "-o", _files["source.png"], "--strength", "0").Code.ShouldBe(0);

        double Psnr(string name) => ImageQuality.PsnrY(PlanarImage.FromPixels(Load(name)), original);
        Psnr("preset.png").ShouldBeGreaterThan(Psnr("source.png") + 1);
    }

    [Theory]
    [InlineData("--try", "--dry-run")]
    [InlineData("--try", "--all-pages")]
    [InlineData("--dry-run", "--compare=c.png")]
    public void Options_ThatDoNotGoTogether_AreRefused(string first, string second) =>
        Upscale(_files.Picture("a.png"), "-o", _files["b.png"], first, second).Code.ShouldBe((int)ExitCode.Usage);

    private static double Distance(PixelBuffer a, PixelBuffer b)
    {
        double sum = 0;
        for (int i = 0; i < a.Bytes.Length; i++)
            sum += Math.Abs(a.Bytes[i] - b.Bytes[i]);
        return sum;
    }
}
