using System.Text.Json;

namespace SrPlugin.Cli.Tests;

public sealed class OtherCommandTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Estimate_Json_GivesBothScores()
    {
        CliRun run = CliRun.Of("estimate", _files.Picture("a.png", 24, 24), "--model", _files.Model, "--json");

        run.Code.ShouldBe(0, run.Error);
        JsonElement report = run.Json.ShouldHaveSingleItem();
        report.GetProperty("blur").GetDouble().ShouldBeInRange(0, 1);
        report.GetProperty("noise").GetDouble().ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Metrics_SamePicture_IsAPerfectMatch()
    {
        string picture = _files.Picture("a.png", 24, 24);

        CliRun run = CliRun.Of("metrics", picture, picture, "--json");

        run.Code.ShouldBe(0, run.Error);
        run.Json[0].GetProperty("psnrY").GetString().ShouldBe("Infinity");
        run.Json[0].GetProperty("ssim").GetDouble().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Metrics_DifferentSizes_SaysBoth()
    {
        CliRun run = CliRun.Of("metrics", _files.Picture("a.png", 24, 24), _files.Picture("b.png", 25, 24));

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("24×24");
        run.Error.ShouldContain("25×24");
    }

    [Fact]
    public void Metrics_SmallerThanSsimsWindow_SaysTheSizes()
    {
        string picture = _files.Picture("a.png", 10, 24);

        CliRun run = CliRun.Of("metrics", picture, picture);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("10×24");
        run.Error.ShouldContain("11×11");
    }

    [Theory]
    [InlineData("metrics", "7")]
    [InlineData("metrics", "2000000000")]
    [InlineData("eval", "7")]
    public void Metrics_BorderLeavesLessThanSsimsWindow_SaysHowMuchIsPossible(string command, string border)
    {
        string picture = _files.Picture("a.png", 24, 24);

        CliRun run = CliRun.Of(command, picture, picture, "--border", border);

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("24×24");
        run.Error.ShouldContain("at most 6");
        CliRun.Of(command, picture, picture, "--border", "6").Code.ShouldBe(0);
    }

    [Fact]
    public void Estimate_ByAModelThatCannot_SaysWhatToDo()
    {
        CliRun run = CliRun.Of("estimate", _files.Picture("a.png", 24, 24), "--model", "tiny-addsr");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("S3Diff");
    }

    [Fact]
    public void ModelsVerify_FolderWithoutManifest_SaysThatThereIsNothingToCompare()
    {
        CliRun run = CliRun.Of("models", "verify", _files.Model);

        run.Code.ShouldBe(0, run.Error);
        run.Output.ShouldContain("no manifest");
    }

    [Fact]
    public void Doctor_Always_ReportsWithoutFailing()
    {
        CliRun run = CliRun.Of("doctor", "--json");

        run.Code.ShouldBeOneOf((int)ExitCode.Ok, (int)ExitCode.SomeFailed);
        string[] names = [
            .. run.Json[0].GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("name").GetString()!)
        ];
        foreach (string name in (string[])["srplugin", "processor", "memory", "libtorch", "TorchSharp", "threads", "CUDA devices", ".png", "service", "service's log"])
            names.ShouldContain(name);
    }

    [Fact]
    public async Task Doctor_PluginOfGimp_IsFound()
    {
        string folder = Directory.CreateTempSubdirectory("srplugin-doctor-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "config", "GIMP", "3.0", "plug-ins", "srplugin-gimp"));
        using (var program = new CliProcess(folder))
            (await program.RunAsync("doctor")).Output.ShouldContain("GIMP 3.0");

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Help_EveryCommand_DescribesItself()
    {
        foreach (string command in (string[])["upscale", "estimate", "metrics", "models", "service", "doctor"])
            CliRun.Of(command, "--help").Output.ShouldContain("Usage:");
        CliRun.Of("upscale", "--help").Output.ShouldContain("[default: 1.07]");
    }

    [Fact]
    public void Version_IsOneLine()
    {
        CliRun run = CliRun.Of("--version");

        run.Code.ShouldBe(0);
        run.Output.Trim().ShouldStartWith("0.");
    }

    [Fact]
    public void NoCommand_IsAUsageFault() => CliRun.Of().Code.ShouldBe((int)ExitCode.Usage);
}
