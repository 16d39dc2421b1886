using System.Diagnostics;
using System.Text.Json;
using SrPlugin.Cli.Tests.Harness;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests;

/// <summary>Batches with a ledger: each picture done once, whatever happens in between.</summary>
public sealed class BatchCommandTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    private string[] Arguments(params string[] more) =>
        [
            "batch", _files["in"], "-o", _files["out"], "--model", _files.Model, "--mode", "restore", "--blur", "0.3", "--noise", "0.2",
            .. more
        ];

    private CliRun Batch(params string[] more) => CliRun.Of(Arguments(more));

    private Dictionary<string, JsonElement> Report()
    {
        CliRun run = Batch("--report", _files["report.json"]);
        run.Code.ShouldBeOneOf((int)ExitCode.Ok, (int)ExitCode.SomeFailed);
        return JsonDocument.Parse(File.ReadAllText(_files["report.json"])).RootElement.EnumerateArray().ToDictionary(
            entry => entry.GetProperty("name").GetString()!);
    }

    [Fact]
    public void Batch_FoldersBelow_KeepTheirShapeAndASecondRunDoesNothing()
    {
        _files.Picture("in/a.png");
        _files.Picture("in/deep/er/b.jpg");

        CliRun first = Batch();
        DateTime written = File.GetLastWriteTimeUtc(_files["out/a-restored.png"]);
        CliRun second = Batch();

        first.Code.ShouldBe(0, first.Error);
        _files.Files("out").ShouldBe([".srplugin-batch.sqlite", "a-restored.png", "deep/er/b-restored.jpg"]);
        second.Output.Trim().ShouldBe("2 of 2 pictures done.");
        File.GetLastWriteTimeUtc(_files["out/a-restored.png"]).ShouldBe(written);
    }

    [Fact]
    public void Batch_NewTouchedChangedAndLostPictures_AreDoneAgainWhereTheyHaveTo()
    {
        foreach (string name in (string[])["touched", "changed", "lost", "same"])
            _files.Picture($"in/{name}.png", 10 + name.Length, 9);
        Batch().Code.ShouldBe(0);
        File.SetLastWriteTimeUtc(_files["in/touched.png"], DateTime.UtcNow.AddHours(1));
        _files.Picture("in/changed.png", 21, 9);
        File.Delete(_files["out/lost-restored.png"]);
        _files.Picture("in/new.png", 16, 9);

        Dictionary<string, int> attempts = Report().ToDictionary(
            entry => entry.Key, entry => entry.Value.GetProperty("attempts").GetInt32());

        attempts.ShouldBe(
            new Dictionary<string, int> { ["changed.png"] = 2, ["lost.png"] = 2, ["new.png"] = 1, ["same.png"] = 1, ["touched.png"] = 1 },
            ignoreOrder: true);
    }

    [Fact]
    public void Batch_OtherSettings_DoesEverythingAgain()
    {
        _files.Picture("in/a.png");
        Batch().Code.ShouldBe(0);
        byte[] before = File.ReadAllBytes(_files["out/a-restored.png"]);

        Batch("--strength", "0.5").Code.ShouldBe(0);

        File.ReadAllBytes(_files["out/a-restored.png"]).ShouldNotBe(before);
    }

    [Fact]
    public void Batch_DamagedPicture_FailsOnceAndIsRetriedOnDemand()
    {
        _files.Picture("in/a.png");
        File.WriteAllText(_files["in/b.png"], "no picture");

        CliRun first = Batch(), second = Batch();
        _files.Picture("in/c.png");
        File.Copy(_files["in/c.png"], _files["in/b.png"], overwrite: true);
        CliRun third = Batch("--retry-failed");

        first.Code.ShouldBe((int)ExitCode.SomeFailed);
        first.Error.ShouldContain("b.png");
        second.Code.ShouldBe((int)ExitCode.SomeFailed);
        second.Output.ShouldContain("1 of 2 pictures done, 1 failed.");
        third.Code.ShouldBe(0, third.Error);
    }

    [Fact]
    public void Batch_FileThatItDidNotWrite_StaysUnlessToldOtherwise()
    {
        _files.Picture("in/a.png");
        Directory.CreateDirectory(_files["out"]);
        File.WriteAllText(_files["out/a-restored.png"], "mine");

        Batch().Code.ShouldBe((int)ExitCode.SomeFailed);
        File.ReadAllText(_files["out/a-restored.png"]).ShouldBe("mine");
        Batch("--retry-failed").Code.ShouldBe((int)ExitCode.SomeFailed);
        File.ReadAllText(_files["out/a-restored.png"]).ShouldBe("mine", "asking again is no leave to replace it");
        File.WriteAllText(_files["out/a-other.png"], "mine too");
        Batch("--retry-failed", "--suffix", "-other").Code.ShouldBe((int)ExitCode.SomeFailed);
        File.ReadAllText(_files["out/a-other.png"]).ShouldBe("mine too");

        Batch("--retry-failed", "--overwrite").Code.ShouldBe(0);
        PictureFile.Load(_files["out/a-restored.png"]).Pixels.Width.ShouldBe(12);
    }

    [Fact]
    public void Batch_Shards_TogetherDoEachPictureOnce()
    {
        for (int i = 0; i < 9; i++)
            _files.Picture($"in/{i}.png", 8 + i, 8);

        int[] done = [.. Enumerable.Range(1, 3).Select(part => Batch("--shard", $"{part}/3", "--json").Json.Count)];

        done.Sum().ShouldBe(9);
        done.ShouldAllBe(count => count < 9);
        Report().Values.ShouldAllBe(
            entry => entry.GetProperty("state").GetString() == "done" && entry.GetProperty("attempts").GetInt32() == 1);
    }

    [Fact]
    public void Batch_Reports_AreTablesAndAPageWithThumbnails()
    {
        _files.Picture("in/a, with \"quotes\".png");

        Batch("--report", _files["r.csv"]).Code.ShouldBe(0);
        Batch("--report", _files["r.html"]).Code.ShouldBe(0);

        File.ReadAllLines(_files["r.csv"])[1].ShouldStartWith("\"a, with \"\"quotes\"\".png\",done,");
        string page = File.ReadAllText(_files["r.html"]);
        page.ShouldContain("1 of 1 pictures done");
        page.Split("data:image/jpeg;base64,").Length.ShouldBe(3);
        Batch("--report", _files["r.txt"]).Code.ShouldBe((int)ExitCode.Usage);
    }

    [Fact]
    public void Batch_DryRun_TellsWhatIsLeftAndWritesNothing()
    {
        _files.Picture("in/a.png");

        CliRun before = Batch("--dry-run");
        Directory.Exists(_files["out"]).ShouldBeFalse();
        Batch().Code.ShouldBe(0);
        CliRun after = Batch("--dry-run");
        byte[] ledger = File.ReadAllBytes(_files["out/.srplugin-batch.sqlite"]);
        Batch("--dry-run", "--strength", "0.5").Output.ShouldContain("1 picture: about");
        File.ReadAllBytes(_files["out/.srplugin-batch.sqlite"]).ShouldBe(ledger, "not the ledger either");

        before.Output.ShouldContain("1 picture: about");
        after.Output.ShouldContain("Nothing is left to do.");
    }

    [Fact]
    public async Task Batch_ProcessesThatShareAFolder_DoNoPictureTwice()
    {
        for (int i = 0; i < 24; i++)
            _files.Picture($"in/{i}.png", 24, 24);
        using var program = new CliProcess(_files.Root);

        CliRun[] runs = await Task.WhenAll(program.RunAsync(Arguments("--json")), program.RunAsync(Arguments("--json")));

        runs.ShouldAllBe(run => run.Code == 0);
        runs.Sum(run => run.Json.Count).ShouldBe(24);
        Report().Values.ShouldAllBe(entry => entry.GetProperty("attempts").GetInt32() == 1);
    }

    [Fact]
    public async Task Batch_TwoProcessesAndTheServiceKilledAtRandom_EachPictureIsDoneExactlyOnce()
    {
        var figures = new List<string>();
        var batch = new KilledBatch(_files.Root, pictures: 120, kills: 5, figures.Add);

        IReadOnlyList<string> faults = await batch.RunAsync();
        batch.StopServices();

        faults.ShouldBeEmpty(string.Join('\n', figures));
    }

    [Fact]
    public async Task Batch_KilledAtRandom_EndsWithEveryPictureDone()
    {
        const int Pictures = 30, Kills = 8;
        for (int i = 0; i < Pictures; i++)
            _files.Picture($"in/{i}.png", 24, 24);
        using var program = new CliProcess(_files.Root);
        var random = new Random(5);
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process process = program.Start(Arguments());
            int before = Results().Count;

            // Into the work, not only into the start.
            while (Results().Count <= before && !process.HasExited)
                await Task.Delay(5);
            await Task.Delay(random.Next(300));
            process.Kill();
            await process.WaitForExitAsync();
            foreach (string file in Results())
                PictureFile.Load(file).Pixels.Width.ShouldBe(24, "no result is half written");
        }

        CliRun last = await program.RunAsync(Arguments());

        last.Code.ShouldBe(0, last.Error);
        last.Output.ShouldContain($"{Pictures} of {Pictures} pictures done.");
        Dictionary<string, JsonElement> report = Report();
        report.Values.Sum(entry => entry.GetProperty("attempts").GetInt32()).ShouldBeLessThanOrEqualTo(Pictures + Kills);
        _files.Files("out").Count(file => !file.StartsWith('.')).ShouldBe(Pictures);

        List<string> Results() => Directory.Exists(_files["out"]) ? [.. Directory.EnumerateFiles(_files["out"], "*-restored.png")] : [];
    }
}
