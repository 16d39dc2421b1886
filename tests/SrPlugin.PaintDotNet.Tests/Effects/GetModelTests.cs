using SrPlugin.Client;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Tests.Effects;

/// <summary>A model that is not on this machine: shown with its licence, and downloaded by the button.</summary>
public sealed class GetModelTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly List<string> _installed = [];

    public GetModelTests()
    {
        _bench.Models.Learn([], [Entry]);
        _bench.Service.Install = (id, _, _) =>
        {
            _installed.Add(id);
            return Task.CompletedTask;
        };
    }

    private static CatalogueEntry Entry => new()
    {
        Id = "kestrel",
        Name = "Kestrel",
        Description = "Sees small things.",
        Family = "s3diff",
        IsInstalled = false,
        DownloadBytes = 2_600_000_000,
        NeededBytes = 5_000_000_000,
        Licences = [new LicenceTerms("Kestrel", "Field", "For tests only.", "https://example.org/l")],
    };

    private static FakeImage Image => new(60, 40, FakeImage.Pattern);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Choose_MissingModel_ShowsWhatItIsAndItsLicenceAndComputesNothing()
    {
        using EffectRun run = Choose();

        run.Status.ShouldContain("Kestrel is not on this machine. Sees small things.");
        run.Status.ShouldContain("Download: 2.6 GB.");
        run.Status.ShouldContain("Licence of Kestrel: Field. For tests only. https://example.org/l");
        run.Status.ShouldContain("Press the button to accept the licence and download it");
        _installed.ShouldBeEmpty();
        _bench.Service.Requests.ShouldBeEmpty();
        run.Canvas.CountChanged().ShouldBe(0);
        _bench.Models.All.ShouldContain(model => model.Name == "Kestrel (needs 2.6 GB: get…)");
    }

    [Fact]
    public void Press_MissingModel_DownloadsItOnceAndRestoresWithIt()
    {
        using EffectRun run = Choose().Set("run", 1).Finish(Bench.Limit).Set("strength", 0.5).Finish(Bench.Limit);

        _installed.ShouldBe(["kestrel"]);
        _bench.Service.Requests.Select(sent => sent.Request.Recipe!.Model).ShouldBe(["kestrel", "kestrel"]);
        run.Canvas.CountChanged().ShouldBeGreaterThan(0);
        _bench.Models.All.ShouldContain(model => model.Name == "Kestrel");
    }

    [Fact]
    public void Press_DownloadFails_SaysWhatToDoAndTheNextPressTriesAgain()
    {
        Func<string, IProgress<InstallationProgress>, CancellationToken, Task> good = _bench.Service.Install;
        _bench.Service.Install = (_, _, _) =>
            Task.FromException(new ServiceException(ErrorCode.DownloadFailed, "The server said 404.", "Try it later."));
        using EffectRun run = Choose().Set("run", 1).Finish(Bench.Limit);

        run.Status.ShouldBe("The server said 404. Try it later.");
        run.Canvas.CountChanged().ShouldBe(0);
        _bench.Service.Install = good;
        run.Set("run", 2).Finish(Bench.Limit).Canvas.CountChanged().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Press_SettingsChangeMeanwhile_LeavesTheDownloadAndUsesItsModel()
    {
        var begun = new TaskCompletionSource();
        var arrives = new TaskCompletionSource();
        int downloads = 0;
        _bench.Service.Install = (_, _, _) =>
        {
            downloads++;
            begun.SetResult();
            return arrives.Task;
        };
        using EffectRun run = Choose().Set("run", 1);
        await begun.Task;

        run.Set("strength", 0.5).Set("strength", 0.75);
        arrives.SetResult();
        run.Finish(Bench.Limit);

        downloads.ShouldBe(1);
        _bench.Service.Requests.ShouldHaveSingleItem().Request.Recipe!.Strength.ShouldBe(0.75);
    }

    [Fact]
    public async Task Press_CancelledInTheProgressWindow_Ends()
    {
        var begun = new TaskCompletionSource();
        _bench.Service.Install = (_, _, cancellationToken) =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        using EffectRun run = Choose().Set("run", 1);
        await begun.Task;

        _bench.Cancel!();

        run.Finish(Bench.Limit).Status.ShouldStartWith("Cancelled.");
        _bench.Service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Repeat_MissingModel_AcceptsNothingUnseen()
    {
        using EffectRun dialog = Choose();

        using EffectRun run = _bench.Editor.Repeat(Image, dialog.Token).Finish(Bench.Limit);

        _installed.ShouldBeEmpty();
        run.Canvas.CountChanged().ShouldBe(0);
    }

    [Fact]
    public void Press_FilesForABrowserOnly_SaysWhereTheyAre()
    {
        _bench.Models.Learn(
            [],
            [
                Entry with
                {
                    Id = "owl",
                    Name = "Owl",
                    ManualFiles = [new ManualFile("a.bin", "https://example.org/owl"), new ManualFile("b.bin", "https://example.org/owl")],
                }
            ]);
        using EffectRun run = Choose("owl").Set("run", 1).Finish(Bench.Limit);

        run.Status.ShouldContain(
            "2 of its files can only be downloaded with a browser: https://example.org/owl Then run in a terminal: srplugin models import "
                + "owl FILES");
        _installed.ShouldBeEmpty();
    }

    private EffectRun Choose(string model = "kestrel")
    {
        EffectRun run = _bench.Editor.OpenDialog(Image).Finish(Bench.Limit);
        _bench.Service.Requests.Clear();
        return run.Set("model", model).Finish(Bench.Limit);
    }
}
