using System.Diagnostics;
using System.Text.RegularExpressions;
using SrPlugin.Imaging;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Cli.Tests;

/// <summary>Pictures that do not fit the memory: the program with as little memory as it asks for.</summary>
public sealed partial class StripTests : IDisposable
{
    private readonly Workspace _files = new();
    private readonly CliProcess _cli;
    private readonly string _model;

    public StripTests()
    {
        _cli = new CliProcess(_files.Root);
        _model = OwnSizeModel.Write(_files["own-size"]);
    }

    public void Dispose()
    {
        _cli.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData("colors.png", "out.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, "1")]
    [InlineData("turned.jpg", "out.jpg", 3, SampleFormat.UInt8, PictureOrientation.RightTop, "1")]
    [InlineData("alpha.tif", "out.tif", 4, SampleFormat.UInt16, PictureOrientation.BottomRight, "2")]
    [InlineData("grey.png", "out.png", 1, SampleFormat.UInt8, PictureOrientation.TopLeft, "2.5")]
    [InlineData("float.tif", "out.png", 3, SampleFormat.Float32, PictureOrientation.TopLeft, "1")]
    public void Upscale_BeyondTheMemory_IsTheSamePictureAsTheWhole(
        string input, string output, int channels, SampleFormat format, PictureOrientation orientation, string scale)
    {
        bool isTurned = (int)orientation >= 5;
        string source = Picture(input, channels, format, orientation, isTurned ? 1600 : 320, isTurned ? 320 : 1600);
        string[] settings = scale == "1" ? ["--mode", "restore"] : ["--scale", scale];

        CliRun whole = Upscale(source, "whole/" + output, settings);
        CliRun strips = UpscaleWithLeastMemory(source, "strips/" + output, settings);

        whole.Code.ShouldBe(0, whole.Error);
        strips.Code.ShouldBe(0, strips.Error);
        whole.Json[0].TryGetProperty("strips", out _).ShouldBeFalse();
        strips.Json[0].GetProperty("strips").GetInt32().ShouldBeGreaterThan(2);
        strips.Error.ShouldContain("of disk until it is done");
        Picture expected = PictureFile.Load(_files["whole/" + output]), made = PictureFile.Load(_files["strips/" + output]);
        (made.Pixels.Width, made.Pixels.Height, made.Pixels.Channels, made.Pixels.Format)
            .ShouldBe((expected.Pixels.Width, expected.Pixels.Height, expected.Pixels.Channels, expected.Pixels.Format));
        
        // Enlarged, the whole has borders of tiles too, and at them weights by a rule leave more than trained ones.
        double most = output.EndsWith("jpg", StringComparison.Ordinal) ? 4 : scale == "1" ? 1.001 : 2;
        Levels(expected.Pixels, made.Pixels).ShouldBeLessThanOrEqualTo(most);
        if (scale == "1")
            Levels(expected.Pixels, PictureFile.Load(source).ApplyOrientation().Pixels)
                .ShouldBeGreaterThan(4, "the model changes nothing, so that nothing was tested");
        (made.Metadata.Dpi, made.Metadata.Orientation, made.Metadata.WhiteLevel)
            .ShouldBe((expected.Metadata.Dpi, expected.Metadata.Orientation, expected.Metadata.WhiteLevel));
        made.Metadata.Text.ShouldBe(expected.Metadata.Text);
        made.Metadata.Exif.ShouldBe(expected.Metadata.Exif);
        made.Metadata.IccProfile.ShouldBe(expected.Metadata.IccProfile);
        _files.Files("strips").ShouldBe([output]);
    }

    [Fact]
    public async Task Upscale_KilledInMidJob_GoesOnAfterTheLastStrip()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);
        await InterruptAfterAStrip("KILL", source, "out/a.png", ["--mode", "restore", "--memory", await LeastMemoryOfProcess(source)]);

        CliRun unasked = Upscale(source, "out/a.png", "--mode", "restore");
        CliRun otherSettings = Upscale(source, "out/a.png", "--mode", "restore", "--strength", "0.5", "--resume");
        CliRun resumed = Upscale(source, "out/a.png", "--mode", "restore", "--resume");
        CliRun whole = Upscale(source, "whole/a.png", "--mode", "restore");

        unasked.Code.ShouldBe((int)ExitCode.Usage);
        unasked.Error.ShouldContain("--resume");
        otherSettings.Code.ShouldBe((int)ExitCode.Usage);
        otherSettings.Error.ShouldContain("other settings");
        resumed.Code.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldContain("going on at row ");
        whole.Json[0].TryGetProperty("strips", out _).ShouldBeFalse();
        Levels(PictureFile.Load(_files["whole/a.png"]).Pixels, PictureFile.Load(_files["out/a.png"]).Pixels)
            .ShouldBeLessThanOrEqualTo(1.001);
        _files.Files("out").ShouldBe(["a.png"]);
    }

    [Fact]
    public async Task Upscale_SourceChangedAfterAnInterruption_IsRefusedUntilItIsToBeginAgain()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);
        string[] settings = ["--mode", "restore", "--memory", await LeastMemoryOfProcess(source)];
        await InterruptAfterAStrip("KILL", source, "out/a.png", settings);
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddHours(1));

        CliRun refused = Upscale(source, "out/a.png", "--mode", "restore", "--resume");
        CliRun again = Upscale(source, "out/a.png", "--mode", "restore", "--overwrite");

        refused.Code.ShouldBe((int)ExitCode.Usage);
        refused.Error.ShouldContain("has changed since");
        refused.Error.ShouldContain("--overwrite");
        again.Code.ShouldBe(0, again.Error);
        again.Error.ShouldNotContain("going on");
        _files.Files("out").ShouldBe(["a.png"]);
    }

    [Fact]
    public async Task Upscale_Cancelled_KeepsItsStripsAndSaysSo()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);
        string[] settings = ["--mode", "restore", "--memory", await LeastMemoryOfProcess(source)];

        (int code, string error) = await InterruptAfterAStrip("INT", source, "out/a.png", settings);
        CliRun resumed = Upscale(source, "out/a.png", "--mode", "restore", "--resume");

        code.ShouldBe((int)ExitCode.Cancelled);
        error.ShouldContain("are finished and stay in");
        error.ShouldContain("--resume");
        resumed.Code.ShouldBe(0, resumed.Error);
        _files.Files("out").ShouldBe(["a.png"]);
    }

    [LinuxRootFact]
    public async Task Upscale_DiskFull_SaysWhatToDoAndLosesNothing()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);
        string[] settings = ["--mode", "restore", "--memory", await LeastMemoryOfProcess(source)];
        string disk = _files["disk"];
        Directory.CreateDirectory(disk);
        Mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", disk);
        try
        {
            CliRun before = UpscaleWithLeastMemory(source, "disk/a.png", "--mode", "restore");
            before.Code.ShouldBe((int)ExitCode.Output);
            before.Error.ShouldContain("of the disk until it is done");
            before.Error.ShouldContain("Free some space");
            _files.Files("disk").ShouldBeEmpty();

            // It fills up meanwhile.
            Mount("-o", "remount,size=9m", disk);
            (int code, string error) = await InterruptAfterAStrip(
                null, source, "disk/a.png", settings, () => Fill(Path.Combine(disk, "other")));
            code.ShouldBe((int)ExitCode.Output, error);
            error.ShouldContain("The disk is full");
            error.ShouldContain("--resume");

            File.Delete(Path.Combine(disk, "other"));
            CliRun resumed = Upscale(source, "disk/a.png", "--mode", "restore", "--resume");
            resumed.Code.ShouldBe(0, resumed.Error);
            resumed.Error.ShouldContain("going on at row ");
            _files.Files("disk").ShouldBe(["a.png"]);
        }
        finally
        {
            using Process unmount = Process.Start("umount", [disk]);
            await unmount.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Batch_LargePicture_IsDoneInStripsAndGoneOnWith()
    {
        string source = Picture("in/large.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);
        _files.Picture("in/small.png", 64, 64);
        string[] arguments = [
            "batch", _files["in"], "-o", _files["out"], "--model", _model, "--mode", "restore", "--memory",
            await LeastMemoryOfProcess(source)
        ];
        await InterruptAfterAStrip("KILL", "out", arguments);

        CliRun second = CliRun.Of([.. arguments[..^1], "8G"]);

        second.Code.ShouldBe(0, second.Error);
        second.Error.ShouldContain("going on at row ");
        _files.Files("out").ShouldBe([".srplugin-batch.sqlite", "large-restored.png", "small-restored.png"]);
    }

    [Fact]
    public void DryRun_BeyondTheMemory_TellsStripsAndDisk()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);

        CliRun run = UpscaleWithLeastMemory(source, "out/a.png", "--mode", "restore", "--dry-run");

        run.Code.ShouldBe(0, run.Error);
        run.Json[0].GetProperty("strips").GetInt32().ShouldBeGreaterThan(2);
        run.Error.ShouldContain("of disk meanwhile");
        _files.Files("out").ShouldBeEmpty();
    }

    [Fact]
    public void Upscale_WhatNeedsTheWholePicture_IsRefusedBeforeTheWork()
    {
        string source = Picture("a.png", 3, SampleFormat.UInt8, PictureOrientation.TopLeft, 320, 1600);

        CliRun compared = Upscale(source, "out/a.png", "--mode", "restore", "--memory", "400M", "--compare", _files["out/b.png"]);
        CliRun service = Upscale(source, "out/a.png", "--memory", "4G", "--via-service");
        CliRun wrong = Upscale(source, "out/a.png", "--memory", "much");

        compared.Code.ShouldBe((int)ExitCode.Usage);
        compared.Error.ShouldContain("--compare needs the whole picture");
        service.Code.ShouldBe((int)ExitCode.Usage);
        service.Error.ShouldContain("--via-service");
        wrong.Code.ShouldBe((int)ExitCode.Usage);
        wrong.Error.ShouldContain("4G or 800M");
        _files.Files("out").ShouldBeEmpty();
    }

    private string[] Arguments(string source, string output, string[] more) =>
        ["upscale", source, "-o", _files[output], "--model", _model, "--json", .. more];

    private CliRun Upscale(string source, string output, params string[] more) => CliRun.Of(Arguments(source, output, more));

    // With what the program says that it needs at least. This process may grow meanwhile.
    private CliRun UpscaleWithLeastMemory(string source, string output, params string[] more)
    {
        for (string memory = "1M"; ; )
        {
            CliRun run = Upscale(source, output, [.. more, "--memory", memory]);
            if (run.Code != (int)ExitCode.Device)
                return run;
            memory = LeastPattern().Match(run.Error).Groups[1].Value;
        }
    }

    private async Task<string> LeastMemoryOfProcess(string source)
    {
        CliRun run = await _cli.RunAsync(Arguments(source, "least.png", ["--mode", "restore", "--memory", "1M"]));
        run.Code.ShouldBe((int)ExitCode.Device, run.Error);
        return LeastPattern().Match(run.Error).Groups[1].Value;
    }

    [GeneratedRegex(@"--memory (\d+M)")]
    private static partial Regex LeastPattern();

    private Task<(int Code, string Error)> InterruptAfterAStrip(
        string? signal, string source, string output, string[] settings, Action? action = null) =>
        InterruptAfterAStrip(
            signal, Path.GetDirectoryName(output)!, ["upscale", source, "-o", _files[output], "--model", _model, .. settings], action);

    private async Task<(int Code, string Error)> InterruptAfterAStrip(
        string? signal, string folder, string[] arguments, Action? action = null)
    {
        using Process process = _cli.Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited && !States(folder).Any(IsBegun))
            await Task.Delay(2, CliProcess.Limit());

        // The program takes a little more or less each time: as a person would, with what it asks for now.
        if (process.HasExited && process.ExitCode == (int)ExitCode.Device && Array.IndexOf(arguments, "--memory") is >= 0 and var option)
        {
            string[] more = [.. arguments];
            more[option + 1] = LeastPattern().Match(await error).Groups[1].Value;
            more.ShouldNotBe(arguments);
            return await InterruptAfterAStrip(signal, folder, more, action);
        }

        process.HasExited.ShouldBeFalse("the job ended before it could be interrupted");
        action?.Invoke();
        if (signal is not null)
            await CliProcess.SignalAsync(process.Id, signal);
        await process.WaitForExitAsync(CliProcess.Limit());
        await output;
        return (process.ExitCode, await error);
    }

    private static bool IsBegun(string state) => File.ReadAllText(state) is var text
        && text.Contains("\"done\":", StringComparison.Ordinal) && !text.Contains("\"done\":0", StringComparison.Ordinal);

    private IEnumerable<string> States(string folder) =>
        Directory.Exists(_files[folder]) ? Directory.EnumerateDirectories(_files[folder], ".srplugin-strips-*")
            .Select(path => Path.Combine(path, "state.json")).Where(File.Exists) : [];

    private string Picture(string name, int channels, SampleFormat format, PictureOrientation orientation, int width, int height)
    {
        var image = new PlanarImage(channels, height, width);
        var random = new Random(width + channels);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < height; y++)
            {
                Span<float> row = image.Row(channel, y);
                for (int x = 0; x < width; x++)
                    row[x] = (float)(0.5 + (0.3 * Math.Sin((x * 0.07) + channel) * Math.Cos(y * 0.05)) + (random.NextDouble() * 0.1));
                if (image.HasAlpha && channel == channels - 1)
                    row.Fill(y % 100 < 80 ? 1 : 0.5f);
            }
        }

        PictureMetadata metadata = PictureMetadata.Empty with
        {
            Orientation = orientation,
            Dpi = (300, 300),
            Text = PictureMetadata.Empty.Text.SetItem("Author", "Somebody"),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(_files[name])!);
        PictureFile.Save(new Picture(image.ToPixels(format), metadata), _files[name]);
        return _files[name];
    }

    // In levels of 8 bits, of what can be seen.
    private static double Levels(PixelBuffer first, PixelBuffer second)
    {
        PlanarImage a = PlanarImage.FromPixels(first), b = PlanarImage.FromPixels(second);
        double largest = 0;
        for (int i = 0; i < a.Data.Length; i++)
            largest = Math.Max(largest, Math.Abs(a.Data[i] - b.Data[i]) * 255);
        return largest;
    }

    private static void Mount(params string[] arguments)
    {
        using Process mount = Process.Start("mount", arguments);
        mount.WaitForExit();
        mount.ExitCode.ShouldBe(0);
    }

    private static void Fill(string path)
    {
        using FileStream stream = File.Create(path);
        try
        {
            for (byte[] block = new byte[1 << 12]; ;)
                stream.Write(block);
        }
        catch (IOException)
        {
            // As was wanted.
        }
    }
}
