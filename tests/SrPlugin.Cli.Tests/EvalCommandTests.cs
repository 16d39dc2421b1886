using System.Text.Json;

namespace SrPlugin.Cli.Tests;

public sealed class EvalCommandTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Eval_ResultsWithScaleInTheirNames_GivesEveryPictureAndTheMean()
    {
        _files.Picture("results/a-x4.png", 24, 24);
        _files.Picture("results/b.png", 24, 24);
        string references = Path.GetDirectoryName(_files.Picture("sharp/a.png", 24, 24))!;
        _files.Picture("sharp/b.png", 24, 24);

        CliRun run = CliRun.Of("eval", Path.Combine(Path.GetDirectoryName(references)!, "results"), references, "--json");

        run.Code.ShouldBe(0, run.Error);
        run.Json.Count.ShouldBe(3);
        run.Json[0].GetProperty("ssim").GetDouble().ShouldBe(1, 1e-9);
        JsonElement mean = run.Json[2];
        mean.GetProperty("pictures").GetInt32().ShouldBe(2);
        mean.GetProperty("mean").GetProperty("psnrY").GetString().ShouldBe("Infinity");
        mean.GetProperty("unavailable").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["LPIPS", "LPIPS-VGG", "NIQE", "DISTS", "FID", "MUSIQ", "MANIQA", "CLIPIQA"]);
    }

    [Fact]
    public void Eval_WithStatisticsAndTable_WritesNiqeOfEveryPictureAndTheMean()
    {
        string references = Path.GetDirectoryName(_files.Picture("sharp/a.png", 200, 100))!;
        _files.Picture("sharp/b.png", 200, 100);
        string results = Path.GetDirectoryName(_files.Picture("results/a.png", 200, 100))!;
        _files.Picture("results/b.png", 200, 100);
        var (markdown, csv) = (Path.Combine(results, "..", "table.md"), Path.Combine(results, "..", "table.csv"));
        string statistics = SrPlugin.Testing.GoldenFolder.PathOf("training/niqe.safetensors");

        CliRun run = CliRun.Of("eval", results, references, "--niqe", statistics, "--table", markdown, "--json");

        run.Code.ShouldBe(0, run.Error);
        double niqe = run.Json[2].GetProperty("mean").GetProperty("niqe").GetDouble();
        niqe.ShouldBe((run.Json[0].GetProperty("niqe").GetDouble() + run.Json[1].GetProperty("niqe").GetDouble()) / 2, 1e-9);
        run.Json[2].GetProperty("unavailable").EnumerateArray().Select(name => name.GetString()).ShouldNotContain("NIQE");
        string[] lines = File.ReadAllLines(markdown);
        lines[0].ShouldBe("| picture | PSNR-Y (dB) ↑ | SSIM-Y ↑ | NIQE ↓ |");
        lines[^1].ShouldStartWith("| mean of 2 | ");
        CliRun.Of("eval", results, references, "--niqe", statistics, "--table", csv).Code.ShouldBe(0);
        File.ReadAllLines(csv)[0].ShouldBe("picture,PSNR-Y (dB),SSIM-Y,NIQE");
        File.ReadAllLines(csv).Length.ShouldBe(4);
    }

    [Fact]
    public void Eval_TableOfAnotherFormat_IsRefusedBeforeAnyWork()
    {
        string picture = _files.Picture("a.png", 64, 64);

        CliRun run = CliRun.Of("eval", picture, picture, "--table", "table.xlsx");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain(".csv");
    }

    [Fact]
    public void Eval_Run_WorksOnTheSourcesFirst()
    {
        string source = _files.Picture("small/a.png", 16, 16);
        string reference = _files.Picture("large/a.png", 64, 64);

        CliRun run = CliRun.Of(
            "eval", Path.GetDirectoryName(source)!, Path.GetDirectoryName(reference)!, "--run", "--model", _files.Model, "--json");

        run.Code.ShouldBe(0, run.Error);
        run.Json[0].GetProperty("psnrY").GetDouble().ShouldBeInRange(1, 100);
    }

    [Fact]
    public void Eval_SourcesWithoutRun_SaysThatSizesDiffer()
    {
        CliRun run = CliRun.Of("eval", _files.Picture("a.png", 16, 16), _files.Picture("b.png", 64, 64));

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("16×16");
        run.Error.ShouldContain("--run");
    }

    [Fact]
    public void Eval_PictureWithoutPartner_IsNamed()
    {
        string picture = _files.Picture("results/a.png", 16, 16);
        string reference = _files.Picture("sharp/other.png", 16, 16);

        CliRun run = CliRun.Of("eval", Path.GetDirectoryName(picture)!, Path.GetDirectoryName(reference)!);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("a.png");
    }

    [Fact]
    public void Eval_SettingWithoutRun_IsRefused()
    {
        string picture = _files.Picture("a.png", 16, 16);

        CliRun run = CliRun.Of("eval", picture, picture, "--scale", "2");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("--run");
    }

    [Fact]
    public void Eval_FileThatIsNoLpips_ListsWhatIsMissing()
    {
        string picture = _files.Picture("a.png", 64, 64);

        CliRun run = CliRun.Of(
            "eval", picture, picture, "--lpips", Path.Combine(_files.Model, "vae", "diffusion_pytorch_model.safetensors"));

        run.Code.ShouldBe((int)ExitCode.Model);
        run.Error.ShouldContain("Lpips");
    }
}
