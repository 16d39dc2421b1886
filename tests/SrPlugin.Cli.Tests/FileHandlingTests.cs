using System.Diagnostics;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests;

/// <summary>Names, folders and streams: what can go wrong with files is said before the work, and nothing is lost.</summary>
public sealed class FileHandlingTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    private CliRun Restore(params string[] arguments) =>
        CliRun.Of(["upscale", "--mode", "restore", "--model", _files.Model, "--blur", "0.3", "--noise", "0.2", .. arguments]);

    [Fact]
    public void Upscale_ResultOverALaterInput_IsRefusedEvenWithOverwrite()
    {
        string first = _files.Picture("a.png"), second = _files.Picture("a_x.png", 14, 10);
        byte[] before = File.ReadAllBytes(second);

        CliRun run = Restore(first, second, "-o", _files.Root, "--suffix", "_x", "--overwrite");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("is an input too");
        File.ReadAllBytes(second).ShouldBe(before);
    }

    [Fact]
    public void Upscale_EightyJapaneseCharacters_AreWritten()
    {
        string source = _files.Picture(new string('写', 80) + ".png");

        Restore(source, "-o", _files["out/"]).Code.ShouldBe(0);

        _files.Files("out").ShouldHaveSingleItem().ShouldStartWith("写写");
    }

    [Fact]
    public void Upscale_NameThatIsTooLong_IsRefusedBeforeTheWork()
    {
        CliRun run = CliRun.Of("upscale", _files.Picture(new string('a', 250) + ".png"), "-o", _files["out/"], "--model", "no-such-model");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("255");
        run.Error.ShouldContain("--suffix");
    }

    [Fact]
    public void Upscale_UnavailableDevice_IsSaidBeforeTheModelIsRead()
    {
        File.Delete(_files["tiny/s3diff.pkl"]);
        File.WriteAllText(_files["tiny/s3diff.pkl"], "nothing");

        CliRun run = Restore(_files.Picture("a.png"), "-o", _files["b.png"], "--device", "cuda:77");

        run.Code.ShouldBe((int)ExitCode.Device);
        run.Error.ShouldContain("cuda:77");
    }

    [Fact]
    public void Upscale_FolderTwice_DoesNotWorkOnItsOwnResults()
    {
        _files.Picture("in/a.png");
        Restore(_files["in"], "-o", _files["in"]).Code.ShouldBe(0);

        CliRun again = Restore(_files["in"], "-o", _files["in"], "--overwrite");

        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldContain("a-restored.png");
        _files.Files("in").ShouldBe(["a-restored.png", "a.png"]);
    }

    [Fact]
    public void Upscale_FolderWithOtherPictures_NamesWhatItLeavesOutAndReadsJfif()
    {
        _files.Picture("in/a.jfif", 12, 12);
        File.WriteAllText(_files["in/photo.HEIC"], "ftypheic");
        File.WriteAllText(_files["in/notes.txt"], "text");

        CliRun run = Restore(_files["in"], "-o", _files["out"]);

        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldContain("photo.HEIC");
        run.Error.ShouldNotContain("notes.txt");
        _files.Files("out").ShouldBe(["a-restored.jfif"]);
    }

    [Fact]
    public void Upscale_Heic_IsNamed()
    {
        File.WriteAllBytes(_files["photo.heic"], [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[40]]);

        CliRun run = Restore(_files["photo.heic"], "-o", _files["out.png"]);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain("HEIC");
        run.Error.ShouldContain("Convert it");
    }

    [Fact]
    public void Upscale_FailureInABatch_NamesTheFileOnceAndEscapesControlCharacters()
    {
        _files.Picture("in/a.png");
        File.WriteAllText(_files["in/b\u001b[31m.png"], "no picture");

        CliRun run = Restore(_files["in"], "-o", _files["out"]);

        run.Code.ShouldBe((int)ExitCode.SomeFailed);
        run.Error.ShouldNotContain("\u001b");
        run.Error.Split("b\\x1B[31m.png").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("--bogus", null)]
    [InlineData("--blurr", "--blur")]
    [InlineData("--verbos", "--verbose")]
    public void Upscale_UnknownOption_IsAUsageErrorWithASuggestion(string option, string? near)
    {
        CliRun run = Restore(_files.Picture("a.png"), option, "-o", _files["b.png"]);

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain($"There is no option {option}.");
        if (near is not null)
            run.Error.ShouldContain($"Did you mean {near}?");
    }

    [Fact]
    public void Upscale_ConfigurationThatIsNoJson_IsAModelFaultThatNamesTheFile()
    {
        Directory.Delete(_files["tiny/vae"]);
        Directory.CreateDirectory(_files["tiny/vae"]);
        string golden = Testing.GoldenFolder.PathOf("sd/sd_tiny/vae");
        foreach (string file in Directory.GetFiles(golden))
            File.Copy(file, Path.Combine(_files["tiny/vae"], Path.GetFileName(file)));
        File.SetAttributes(_files["tiny/vae/config.json"], FileAttributes.Normal);
        File.WriteAllText(_files["tiny/vae/config.json"], "{ not json");

        CliRun run = Restore(_files.Picture("a.png"), "-o", _files["b.png"]);

        run.Code.ShouldBe((int)ExitCode.Model, run.Error);
        run.Error.ShouldContain("config.json");
    }

    [Fact]
    public async Task Upscale_Dash_ReadsStandardInputAndWritesStandardOutput()
    {
        byte[] source = File.ReadAllBytes(_files.Picture("a.png", 20, 15));
        using var process = Process.Start(new ProcessStartInfo(
            CliProcess.Program,
            ["upscale", "-", "-o", "-", "--mode", "restore", "--model", _files.Model, "--blur", "0.3", "--noise", "0.2"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(source);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync(CliProcess.Limit());

        process.ExitCode.ShouldBe(0, await error);
        PixelBuffer result = PictureFile.Decode(output.ToArray()).Pixels;
        (result.Width, result.Height).ShouldBe((20, 15));
    }
}
