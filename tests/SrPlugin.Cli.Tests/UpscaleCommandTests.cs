using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests;

public sealed class UpscaleCommandTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    private CliRun Upscale(params string[] arguments) =>
        CliRun.Of(["upscale", "--model", _files.Model, "--blur", "0.3", "--noise", "0.2", .. arguments]);

    [Fact]
    public void Upscale_OneFile_WritesItFourTimesLargerAndReports()
    {
        string source = _files.Picture("a.png", 12, 9);

        CliRun run = Upscale(source, "-o", _files["out/b.png"], "--json");

        run.Code.ShouldBe(0, run.Error);
        JsonElement report = run.Json.ShouldHaveSingleItem();
        report.GetProperty("ok").GetBoolean().ShouldBeTrue();
        report.GetProperty("output").GetString().ShouldBe(_files["out/b.png"]);
        report.GetProperty("outputWidth").GetInt32().ShouldBe(48);
        report.GetProperty("blur").GetDouble().ShouldBe(0.3, 1e-6);
        report.GetProperty("stages").EnumerateObject().ShouldNotBeEmpty();
        PixelBuffer result = PictureFile.Load(_files["out/b.png"]).Pixels;
        (result.Width, result.Height).ShouldBe((48, 36));
    }

    [Fact]
    public void Upscale_FolderWithADamagedFile_DoesTheOthersAndFails()
    {
        _files.Picture("in/a.png");
        File.WriteAllText(_files["in/b.png"], "no picture");
        _files.Picture("in/c.jpg", 10, 10);
        File.WriteAllText(_files["in/notes.txt"], "not a picture's name");

        CliRun run = Upscale(_files["in"], "-o", _files["out"], "--scale", "2", "--json");

        run.Code.ShouldBe((int)ExitCode.SomeFailed);
        _files.Files("out").ShouldBe(["a-x2.png", "c-x2.jpg"]);
        run.Json.Select(line => line.GetProperty("ok").GetBoolean()).ShouldBe([true, false, true]);
        run.Json[1].GetProperty("code").GetInt32().ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("b.png");
    }

    [Fact]
    public void Upscale_Pattern_TakesWhatMatches()
    {
        _files.Picture("in/a1.png");
        _files.Picture("in/deep/a2.png");
        _files.Picture("in/b1.png");

        CliRun run = Upscale(_files["in/**/a?.png"], "-o", _files["out"], "--mode", "restore");

        run.Code.ShouldBe(0, run.Error);
        _files.Files("out").ShouldBe(["a1-restored.png", "a2-restored.png"]);
    }

    [Fact]
    public void Upscale_RestoreOfASelection_LeavesTheRestBitIdentical()
    {
        string source = _files.Picture("a.png", 40, 32);

        CliRun run = Upscale(source, "-o", _files["b.png"], "--mode", "restore", "--select", "8,6,16,12", "--feather", "3");

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer before = PictureFile.Load(source).Pixels, after = PictureFile.Load(_files["b.png"]).Pixels;
        var changed = 0;
        for (var y = 0; y < 32; y++)
        {
            for (var x = 0; x < 40; x++)
            {
                bool same = before.Row<byte>(y).Slice(3 * x, 3).SequenceEqual(after.Row<byte>(y).Slice(3 * x, 3));
                if (x is < 8 or >= 24 || y is < 6 or >= 18)
                    same.ShouldBeTrue($"({x}, {y}) lies outside the selection");
                changed += same ? 0 : 1;
            }
        }

        changed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Upscale_RestoreThroughAMask_LeavesBlackBitIdentical()
    {
        string source = _files.Picture("a.png", 32, 32);
        var mask = new PixelBuffer(32, 32, 1, SampleFormat.UInt8);
        for (var y = 10; y < 20; y++)
            mask.Row<byte>(y)[10..20].Fill(255);
        PictureFile.Save(new Picture(mask), _files["mask.png"]);

        CliRun run = Upscale(source, "-o", _files["b.png"], "--mode", "restore", "--mask", _files["mask.png"]);

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer before = PictureFile.Load(source).Pixels, after = PictureFile.Load(_files["b.png"]).Pixels;
        for (var y = 0; y < 32; y++)
        {
            after.Row<byte>(y)[..30].SequenceEqual(before.Row<byte>(y)[..30]).ShouldBeTrue();
            after.Row<byte>(y)[60..].SequenceEqual(before.Row<byte>(y)[60..]).ShouldBeTrue();
        }

        after.Bytes.SequenceEqual(before.Bytes).ShouldBeFalse();
    }

    [Fact]
    public void Upscale_SameSeedTwice_GivesTheSamePixels()
    {
        string source = _files.Picture("a.png");

        Upscale(source, "-o", _files["b.png"], "--latent", "sample", "--seed", "7").Code.ShouldBe(0);
        Upscale(source, "-o", _files["c.png"], "--latent", "sample", "--seed", "7").Code.ShouldBe(0);

        File.ReadAllBytes(_files["b.png"]).ShouldBe(File.ReadAllBytes(_files["c.png"]));
    }

    [Fact]
    public void Upscale_ExistingOutput_IsKeptUnlessOverwrite()
    {
        string source = _files.Picture("a.png");
        File.WriteAllText(_files["b.png"], "mine");

        CliRun refused = Upscale(source, "-o", _files["b.png"]);
        CliRun itself = Upscale(source, "-o", source);

        refused.Code.ShouldBe((int)ExitCode.Usage);
        refused.Error.ShouldContain("--overwrite");
        itself.Code.ShouldBe((int)ExitCode.Usage);
        itself.Error.ShouldContain("the input itself");
        File.ReadAllText(_files["b.png"]).ShouldBe("mine");
        Upscale(source, "-o", _files["b.png"], "--overwrite").Code.ShouldBe(0);
        PictureFile.Load(_files["b.png"]).Pixels.Width.ShouldBe(48);
    }

    [Fact]
    public void Upscale_OutputAppearsAfterTheFirstLook_IsKept()
    {
        // The preset is written after the names were looked at, and before the result.
        string source = _files.Picture("a.png");

        CliRun refused = Upscale(source, "-o", _files["b.png"], "--save-preset", _files["b.png"]);

        refused.Code.ShouldBe((int)ExitCode.Output, refused.Error);
        File.ReadAllText(_files["b.png"]).ShouldContain("\"blur\"");
        _files.Files("").ShouldNotContain(name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_OutputsThatDifferInCaseOnly_AreOneFileWhereTheFileSystemSaysSo()
    {
        var inputs = new Files.InputSet(["p/A.png", "q/a.png"], IsSingleFile: false);

        Should.Throw<Faults.FaultException>(
            () => Files.OutputPlan.Create(inputs, _files["out/"], "-x4", overwrite: true, StringComparer.OrdinalIgnoreCase))
            .Fault.Code.ShouldBe(ExitCode.Usage);
        Files.OutputPlan.Create(inputs, _files["out/"], "-x4", overwrite: true, StringComparer.Ordinal).Count.ShouldBe(2);
    }

    [Fact]
    public void Upscale_AbsurdOptions_ReportsEveryOneAndReadsNothing()
    {
        CliRun run = Upscale(
            "missing.png", "-o", "x.png", "--scale", "99", "--guidance", "nan", "--start-timestep", "1000", "--mode", "magic", "--select",
            "1,2,3", "--tile", "0",
            "--device", "toaster", "--seed", "-1");

        run.Code.ShouldBe((int)ExitCode.Usage);
        foreach (
            string option in (string[])["--scale", "--guidance", "--start-timestep", "--mode", "--select", "--tile", "--device", "--seed"])
            run.Error.ShouldContain(option);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public void Upscale_MissingInput_NamesIt()
    {
        CliRun run = Upscale(_files["none.png"], "-o", _files["x.png"]);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("none.png");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void Upscale_DamagedPicture_LeavesNoOutput()
    {
        File.WriteAllBytes(_files["a.png"], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0]);

        CliRun run = Upscale(_files["a.png"], "-o", _files["out/b.png"]);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        Directory.Exists(_files["out"]).ShouldBeFalse();
    }

    [Fact]
    public void Upscale_UnwritableOutput_IsAnOutputFault()
    {
        string source = _files.Picture("a.png");
        File.WriteAllText(_files["file"], "a file where a folder would have to be");

        CliRun run = Upscale(source, "-o", _files["file/b.png"]);

        run.Code.ShouldBe((int)ExitCode.Output, run.Error);
    }

    [Fact]
    public void Upscale_FolderThatTakesNoFiles_IsSaidBeforeTheModelIsLoaded()
    {
        CliRun run = CliRun.Of("upscale", _files.Picture("a.png"), "-o", "/proc/b.png", "--model", "no-such-model");

        run.Code.ShouldBe((int)ExitCode.Output);
        run.Error.ShouldContain("Nothing can be written to /proc");
        run.Error.ShouldNotContain(".srplugin");
    }

    [Fact]
    public void Upscale_SeveralInputsIntoAFile_IsRefused()
    {
        CliRun run = Upscale(_files.Picture("a.png"), _files.Picture("b.png"), "-o", _files["c.png"]);

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("folder");
    }

    [Fact]
    public void Upscale_TwoInputsOfOneName_AreRefusedBeforeAnyWork()
    {
        CliRun run = Upscale(_files.Picture("p/a.png"), _files.Picture("q/a.png"), "-o", _files["out"]);

        run.Code.ShouldBe((int)ExitCode.Usage);
        Directory.Exists(_files["out"]).ShouldBeFalse();
    }

    [Fact]
    public void Upscale_UnknownModel_IsAModelFault()
    {
        CliRun run = CliRun.Of("upscale", _files.Picture("a.png"), "-o", _files["b.png"], "--model", "no-such-model");

        run.Code.ShouldBe((int)ExitCode.Model);
        run.Error.ShouldContain("no-such-model");
    }

    [Fact]
    public void Upscale_DamagedModel_IsAModelFault()
    {
        File.Delete(_files["tiny/s3diff.pkl"]);
        File.WriteAllText(_files["tiny/s3diff.pkl"], "nothing");

        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"]);

        run.Code.ShouldBe((int)ExitCode.Model, run.Error);
        File.Exists(_files["b.png"]).ShouldBeFalse();
    }

    [Fact]
    public void Upscale_WeightsThatAreAPipe_IsAModelFaultAndDoesNotWait()
    {
        File.Delete(_files["tiny/s3diff.pkl"]);
        using (Process made = Process.Start("mkfifo", [_files["tiny/s3diff.pkl"]]))
            made.WaitForExit();

        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"]);

        run.Code.ShouldBe((int)ExitCode.Model, run.Error);
        run.Error.ShouldContain("s3diff.pkl is empty, or no regular file");
    }

    [Fact]
    public void Upscale_ConfigurationWithAbsurdSizes_IsTheModelsFault()
    {
        string unet = Path.Combine(_files.Model, "unet"), original = Directory.ResolveLinkTarget(unet, true)!.FullName;
        Directory.Delete(unet);
        Directory.CreateDirectory(unet);
        foreach (string file in Directory.GetFiles(original))
            File.CreateSymbolicLink(Path.Combine(unet, Path.GetFileName(file)), file);
        string config = Path.Combine(unet, "config.json"), text = File.ReadAllText(config);
        File.Delete(config);
        JsonNode json = JsonNode.Parse(text)!;
        json["block_out_channels"] = new JsonArray([.. json["block_out_channels"]!.AsArray().Select(_ => JsonValue.Create(65536))]);
        File.WriteAllText(config, json.ToJsonString());

        CliRun run = Upscale(_files.Picture("a.png"), "-o", _files["b.png"]);

        run.Code.ShouldBe((int)ExitCode.Model, run.Error);
        run.Error.ShouldContain("configuration");
        run.Error.ShouldNotContain("smaller region");
    }

    [Fact]
    public void Upscale_CancelledJob_StopsAndLeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        CliRun run = CliRun.Of(cancelled.Token, "upscale", _files.Picture("a.png"), "-o", _files["out/b.png"], "--model", _files.Model);

        run.Code.ShouldBe((int)ExitCode.Cancelled);
        _files.Files("out").ShouldBeEmpty();
    }
}
