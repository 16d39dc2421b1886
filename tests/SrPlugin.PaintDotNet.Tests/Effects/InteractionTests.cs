using PaintDotNet.Imaging;
using SrPlugin.Client;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Tests.Effects;

/// <summary>What happens between tokens: cancelling, resting, remembering, failing.</summary>
public sealed class InteractionTests
{
    private static readonly FakeImage Image = new(150, 140, FakeImage.Pattern);

    [Fact]
    public void Change_WhileSettingsDoNotRest_StartsNoJob()
    {
        using var bench = new Bench(debounce: TimeSpan.FromHours(1));
        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        for (int i = 0; i < 200; i++)
            run.Set("guidance", 1 + (i * 0.05));

        bench.Service.Requests.Count.ShouldBe(1, "the first token rests by itself; none of the others does");
        run.LongestWait.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Change_WhileAJobRuns_CancelsItAndShowsTheNextResult()
    {
        using var bench = new Bench();
        using var cancelled = new ManualResetEventSlim();
        bench.Service.Before = async (request, token) =>
        {
            if (request.Recipe!.Guidance is null)
            {
                using var _ = token.Register(cancelled.Set);
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Set("guidance", 2.0).Finish(Bench.Limit);

        cancelled.Wait(Bench.Limit).ShouldBeTrue();
        run.Canvas.CountChanged().ShouldBe(150 * 140);
        run.LongestWait.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Change_WhileTheServiceIgnoresCancelling_DoesNotWaitForIt()
    {
        using var bench = new Bench();
        var release = new TaskCompletionSource();
        bench.Service.Before = (request, _) => request.Recipe!.Guidance is null ? release.Task : Task.CompletedTask;
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Set("guidance", 2.0).Finish(Bench.Limit);

        release.Task.IsCompleted.ShouldBeFalse();
        run.Canvas.CountChanged().ShouldBe(150 * 140);
        release.SetResult();
    }

    [Fact]
    public void Change_BackToFormerSettings_AsksTheServiceNoMore()
    {
        using var bench = new Bench();
        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        run.Set("guidance", 2.0).Finish(Bench.Limit);
        run.Set("guidance", 1.07).Finish(Bench.Limit);

        bench.Service.Requests.Count.ShouldBe(2);
        run.Canvas.CountChanged().ShouldBe(150 * 140);
    }

    [Fact]
    public void Repeat_SameSettingsOnTheSamePicture_AsksTheServiceNoMore()
    {
        using var bench = new Bench();
        using EffectRun dialog = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        // As after OK, should the host use a fresh instance for the final rendering.
        using EffectRun final = bench.Editor.Repeat(Image, dialog.Token).Finish(Bench.Limit);

        bench.Service.Requests.Count.ShouldBe(1);
        final.Canvas.CountChanged().ShouldBe(150 * 140);
    }

    [Fact]
    public void OpenDialog_Result_ShowsTheEstimatedScores()
    {
        using var bench = new Bench();

        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        run.Status.ShouldContain("Blur 0.25, noise 0.50");
        bench.Service.Requests.Count.ShouldBe(1, "the status line is no setting");
    }

    [Theory]
    [InlineData(ErrorCode.ServiceMissing, "Install")]
    [InlineData(ErrorCode.Busy, "Wait")]
    [InlineData(ErrorCode.ServiceLost, "Press the button")]
    [InlineData(ErrorCode.OutOfMemory, "Select less")]
    [InlineData(ErrorCode.VersionMismatch, "same version")]
    public void OpenDialog_ServiceFails_ShowsTheSourceAndWhatToDo(ErrorCode code, string remedy)
    {
        using var bench = new Bench();
        bench.Service.Before = (_, _) => throw new ServiceException(code, "It went wrong.");

        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        run.Canvas.CountChanged().ShouldBe(0);
        run.Canvas.Raw(5, 5).ShouldBe(Image.PixelAt(5, 5));
        run.Status.ShouldContain("It went wrong.");
        run.Status.ShouldContain(remedy);
        bench.Editor.Services.Errors.ShouldHaveSingleItem().ShouldContain(remedy);
        bench.Service.Requests.Count.ShouldBe(1, "a failure is not repeated by itself");
    }

    [Fact]
    public void Change_AfterFailure_AsksOnceMoreAndOpensNoSecondWindow()
    {
        using var bench = new Bench();
        bench.Service.Before = (_, _) => throw new ServiceException(ErrorCode.Busy, "The queue is full.", "Wait.");
        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        run.Set("guidance", 2.0).Finish(Bench.Limit);

        bench.Service.Requests.Count.ShouldBe(2);
        bench.Editor.Services.Errors.Count.ShouldBe(1);
    }

    [Fact]
    public void Press_AfterFailure_TriesAgain()
    {
        using var bench = new Bench();
        bench.Service.Before = (_, _) => throw new IOException("The disk is gone.");
        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);
        bench.Service.Before = (_, _) => Task.CompletedTask;

        run.Set("run", 1).Finish(Bench.Limit);

        run.Canvas.CountChanged().ShouldBe(150 * 140);
        run.Status.ShouldNotContain("disk");
    }

    [Fact]
    public void Repeat_ServiceFails_OpensTheHostsErrorDialog()
    {
        using var bench = new Bench();
        using EffectRun dialog = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);
        bench.Service.Before = (_, _) => throw new ServiceException(ErrorCode.ServiceMissing, "There is no service.");
        var other = new FakeImage(50, 40, FakeImage.Pattern);

        using EffectRun run = bench.Editor.Repeat(other, dialog.Token).Finish(Bench.Limit);

        run.Canvas.CountChanged().ShouldBe(0);
        bench.Editor.Services.Errors.ShouldHaveSingleItem().ShouldContain("There is no service.");
    }

    [Fact]
    public void Cancel_InTheProgressWindow_ShowsTheSourceUntilTheButton()
    {
        using var bench = new Bench();
        bench.Service.Before = (_, token) => Task.Delay(Timeout.Infinite, token);
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        bench.Cancel!();
        run.Finish(Bench.Limit);

        run.Canvas.CountChanged().ShouldBe(0);
        run.Status.ShouldStartWith("Cancelled.");
        bench.Editor.Services.Errors.ShouldBeEmpty();
        bench.Service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Dispose_WhileAJobRuns_CancelsIt()
    {
        using var bench = new Bench();
        using var cancelled = new ManualResetEventSlim();
        bench.Service.Before = async (_, token) =>
        {
            using var registration = token.Register(cancelled.Set);
            await Task.Delay(Timeout.Infinite, token);
        };
        EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Dispose();

        cancelled.Wait(Bench.Limit).ShouldBeTrue();
        bench.Editor.Services.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Confirm_WhileAJobRuns_TakesItOver()
    {
        using var bench = new Bench(takeOver: TimeSpan.FromHours(1));
        var release = new TaskCompletionSource();
        bench.Service.Before = (_, token) => release.Task.WaitAsync(token);
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Confirm();
        release.SetResult();
        run.Finish(Bench.Limit);

        bench.Service.Requests.Count.ShouldBe(1, "the host's cancel and an equal token follow each other after OK");
        run.Canvas.CountChanged().ShouldBe(150 * 140);
    }

    [Fact]
    public void Change_WhileAJobMayBeTakenOver_CancelsItAtOnce()
    {
        using var bench = new Bench(takeOver: TimeSpan.FromHours(1));
        using var cancelled = new ManualResetEventSlim();
        bench.Service.Before = async (request, token) =>
        {
            using var registration = token.Register(cancelled.Set);
            if (request.Recipe!.Guidance is null)
                await Task.Delay(Timeout.Infinite, token);
        };
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.Set("guidance", 2.0).Finish(Bench.Limit);

        cancelled.IsSet.ShouldBeTrue();
        run.Canvas.CountChanged().ShouldBe(150 * 140);
    }

    [Fact]
    public void DisposeEffect_WhileAJobRuns_CancelsItSilently()
    {
        using var bench = new Bench(takeOver: TimeSpan.FromHours(1));
        using var cancelled = new ManualResetEventSlim();
        bench.Service.Before = async (_, token) =>
        {
            using var registration = token.Register(cancelled.Set);
            await Task.Delay(Timeout.Infinite, token);
        };
        using EffectRun run = bench.Editor.OpenDialog(Image);
        SpinWait.SpinUntil(() => bench.Service.Requests.Count == 1, Bench.Limit).ShouldBeTrue();

        run.DisposeEffect().Finish(Bench.Limit);

        cancelled.Wait(Bench.Limit).ShouldBeTrue();
        run.Environment.Layer.IsDisposed.ShouldBeTrue();
        run.Status.ShouldBeEmpty();
        bench.Editor.Services.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void DisposeEffect_WhileTilesAreCopied_LetsThemEnd()
    {
        using var bench = new Bench();
        using ManualResetEventSlim inside = new(), release = new();
        bool holds = false;
        var image = new FakeImage(150, 140, (x, y) =>
        {
            if (Volatile.Read(ref holds))
            {
                inside.Set();
                release.Wait();
            }

            return FakeImage.Pattern(x, y);
        });
        bench.Service.Before = (_, _) =>
        {
            Volatile.Write(ref holds, true);
            throw new IOException("So that the tiles are the source.");
        };
        using EffectRun run = bench.Editor.OpenDialog(image);
        inside.Wait(Bench.Limit).ShouldBeTrue();

        run.DisposeEffect();

        run.Environment.Layer.IsDisposed.ShouldBeFalse("a thread reads it");
        release.Set();
        run.Finish(Bench.Limit);
        run.Environment.Layer.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void OpenDialog_ResultOfWrongSize_IsAFailure()
    {
        using var bench = new Bench(new WrongSize());

        using EffectRun run = bench.Editor.OpenDialog(Image).Finish(Bench.Limit);

        run.Canvas.CountChanged().ShouldBe(0);
        run.Status.ShouldContain("returned 1×1 pixels");
    }

    private sealed class WrongSize : Jobs.IRestorationService
    {
        public Task<UpscaleResult> UpscaleAsync(
            JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
            CancellationToken cancellationToken) =>
            Task.FromResult(new UpscaleResult(
                new JobResult
                {
                    Width = 1,
                    Height = 1,
                    Channels = 4,
                    SampleFormat = SampleFormat.UInt8,
                    RecipeUsed = new Recipe(),
                    ModelHash = "",
                    Version = "",
                    Seconds = 0,
                },
                new byte[4]));

        public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken) => Task.FromResult(new ModelList([]));

        public Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken) => Task.FromResult(new CatalogueList([]));

        public Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
