using System.Diagnostics;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.Client;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>The effect in the editor, against a service that runs. Linux's tests and the Windows program run the same.</summary>
public static class ServiceScenarios
{
    private const string SlowJob = "!test delay=50 tiles=2000";

    /// <summary>Those that any engine can play.</summary>
    public static IReadOnlyDictionary<string, Action<ServiceUnderTest>> ForAnyEngine { get; } =
        new Dictionary<string, Action<ServiceUnderTest>>
    {
        ["whole image"] = RestoresTheWholeImageAsTheServiceDoes,
        ["odd selections"] = RestoresOddSelections,
        ["huge document"] = ReadsTheSelectionOfAHugeDocumentOnly,
        ["alpha"] = KeepsAlpha,
        ["enlarge"] = EnlargesIntoANewImage,
        ["slider storm"] = AnswersASliderStormWithFewJobs,
        ["repeat"] = RepeatsWithoutADialog,
    };

    /// <summary>Those that need the test engine's slow jobs and faults.</summary>
    public static IReadOnlyDictionary<string, Action<ServiceUnderTest>> ForTheTestEngine { get; } =
        new Dictionary<string, Action<ServiceUnderTest>>
    {
        ["cancel"] = CancelsTheJobAtTheService,
        ["killed service"] = SurvivesTheServicesDeath,
        ["crash"] = SurvivesACrash,
        ["out of memory"] = SaysWhatToDoWhenMemoryRunsOut,
    };

    private static void RestoresTheWholeImageAsTheServiceDoes(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        var image = new FakeImage(150, 130, FakeImage.Pattern);

        using EffectRun run = desk.Run(image);

        DemandNoError(desk, run);
        JobRequest request = desk.Service.Last!;
        var pixels = new byte[150 * 130 * 4];
        for (int i = 0; i < 150 * 130; i++)
        {
            ColorBgra32 color = image.PixelAt(i % 150, i / 150);
            new[] { color.R, color.G, color.B, color.A }.CopyTo(pixels, i * 4);
        }

        UpscaleResult direct = service.Client.UpscaleAsync(request, pixels, default, null, CancellationToken.None).GetAwaiter().GetResult();
        for (int i = 0; i < 150 * 130; i++)
        {
            ColorBgra32 shown = run.Canvas[i % 150, i / 150];
            byte[] wanted = direct.Pixels[(i * 4)..((i * 4) + 4)];
            Demand(
                new[] { shown.R, shown.G, shown.B, shown.A }.AsSpan().SequenceEqual(wanted),
                $"pixel {i} is {shown}, the service says {string.Join(' ', wanted)}");
        }

        Demand(run.Status.Contains("Blur"), $"the status is '{run.Status}'");
        if (!service.IsTestEngine)
            Demand(run.Canvas.CountChanged() > 150 * 130 / 2, "the model changed little");
    }

    private static void RestoresOddSelections(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        foreach (RectInt32 bounds in (RectInt32[])[new(10, 12, 1, 1), new(0, 0, 3, 97), new(50, 99, 131, 1), new(171, 60, 29, 40)])
        {
            var image = new FakeImage(200, 100, FakeImage.Pattern).Select(bounds, (x, y) => (byte)((x + y) % 3 == 0 ? 0 : 255));

            using EffectRun run = desk.Run(image);

            DemandNoError(desk, run);
            for (int y = bounds.Top; y < bounds.Bottom; y++)
            {
                for (int x = bounds.Left; x < bounds.Right; x++)
                    Demand(
                        image.CoverageAt(x, y) > 0 || run.Canvas[x, y] == image.PixelAt(x, y), $"{x},{y} is not selected and has changed");
            }
        }

        Demand(desk.Service.Jobs == 4, $"{desk.Service.Jobs} jobs");
    }

    private static void ReadsTheSelectionOfAHugeDocumentOnly(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        var image = new FakeImage(40_000, 30_000, FakeImage.Pattern).Select(new RectInt32(39_900, 29_910, 100, 90));

        long before = GC.GetTotalAllocatedBytes(precise: true);
        using EffectRun run = desk.Run(image);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        DemandNoError(desk, run);
        Demand(desk.Service.Last is { Width: 176, Height: 160 }, $"sent {desk.Service.Last!.Width}×{desk.Service.Last.Height}");
        Demand(run.Environment.Layer.PixelsRead < 4 * 176 * 160, $"{run.Environment.Layer.PixelsRead} pixels were read");
        Demand(allocated < 64L << 20, $"{allocated} bytes were allocated");
    }

    private static void KeepsAlpha(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        var image = new FakeImage(96, 64, (x, y) =>
        {
            ColorBgra32 color = FakeImage.Pattern(x, y);
            color.A = (byte)(x < 20 ? 0 : x * 2);
            return color;
        });

        using EffectRun run = desk.Run(image);

        DemandNoError(desk, run);
        for (int i = 0; i < 96 * 64; i++)
            Demand(run.Canvas[i % 96, i / 96].A == image.PixelAt(i % 96, i / 96).A, $"alpha of pixel {i}");
    }

    private static void EnlargesIntoANewImage(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        var image = new FakeImage(120, 90, FakeImage.Pattern).Select(new RectInt32(30, 20, 41, 23));
        using EffectRun run = desk.Run(image);

        run.Set("mode", "upscale").Set("scale", 2.0).Finish(Desk.Limit);
        run.Set("run", 1).Finish(Desk.Limit);

        DemandNoError(desk, run);
        Demand(desk.Opened is [{ Width: 82, Height: 46 }], $"{desk.Opened.Count} images were opened");
        Demand(run.Canvas.CountChanged() == 0, "the image itself has changed");
    }

    private static void AnswersASliderStormWithFewJobs(ServiceUnderTest service)
    {
        const int Tokens = 200;
        using var desk = new Desk(service);
        var image = new FakeImage(150, 130, FakeImage.Pattern);
        using (desk.Run(image))
        {
            // The service is up, and this picture with these settings is known.
        }

        int jobsBefore = desk.Service.Jobs, rests = 0;
        using EffectRun run = desk.Editor.OpenDialog(image);
        var clock = Stopwatch.StartNew();
        TimeSpan last = TimeSpan.Zero;
        for (int i = 1; i <= Tokens; i++)
        {
            // The pace of the storm is what is tested: 200 tokens in 5 s.
            while (clock.Elapsed < TimeSpan.FromSeconds(5.0 * i / Tokens))
                Thread.Sleep(1);
            rests += clock.Elapsed - last > TimeSpan.FromMilliseconds(350) ? 1 : 0;
            last = clock.Elapsed;
            run.Set("guidance", 1 + (i * 0.01));
        }

        run.Finish(Desk.Limit);

        int jobs = desk.Service.Jobs - jobsBefore;
        Demand(jobs <= 3 + rests, $"{jobs} jobs, though the slider rested {rests} times in {clock.Elapsed}");
        DemandNoError(desk, run);
        Demand(
            desk.Service.Last!.Recipe!.Guidance == 1 + (Tokens * 0.01), $"the last job had guidance {desk.Service.Last.Recipe.Guidance}");
        Demand(run.Canvas.CountChanged() > 0 || service.IsTestEngine, "the last result is not shown");
        Demand(run.Status.Length > 0, "the last result is not shown");
        Demand(run.LongestWait < TimeSpan.FromSeconds(3), $"the editor had to wait {run.LongestWait}");
    }

    private static void RepeatsWithoutADialog(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        using EffectRun dialog = desk.Run(new FakeImage(80, 60, FakeImage.Pattern));
        dialog.Set("guidance", 2.0).Finish(Desk.Limit);

        using EffectRun repeated = desk.Editor.Repeat(new FakeImage(60, 80, FakeImage.Pattern), dialog.Token).Finish(Desk.Limit);

        DemandNoError(desk, repeated);
        Demand(desk.Service is { Jobs: 3, Last: { Width: 60, Recipe.Guidance: 2 } }, $"{desk.Service.Jobs} jobs");
    }

    private static void CancelsTheJobAtTheService(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        EffectRun run = desk.Run(new FakeImage(100, 80, FakeImage.Pattern));
        run.Set("prompt", SlowJob);
        WaitFor(service, health => health.RunningJobs == 1);

        var clock = Stopwatch.StartNew();
        run.Dispose();
        TimeSpan left = clock.Elapsed;
        WaitFor(service, health => health.RunningJobs == 0 && health.QueuedJobs == 0);

        Demand(left < TimeSpan.FromSeconds(2), $"the editor had to wait {left}");
        Demand(clock.Elapsed < TimeSpan.FromSeconds(30), $"the service went on for {clock.Elapsed}");
        Demand(desk.Editor.Services.Errors.IsEmpty, "an error was shown");
    }

    private static void SurvivesTheServicesDeath(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        using EffectRun run = desk.Run(new FakeImage(100, 80, FakeImage.Pattern));
        run.Set("prompt", SlowJob);
        ServiceHealth health = WaitFor(service, found => found.RunningJobs == 1);

        using (var process = Process.GetProcessById(health.ProcessId))
            process.Kill();
        run.Finish(Desk.Limit);
        DemandFailure(desk, run, 1);

        run.Set("prompt", "a photograph").Finish(Desk.Limit);
        Demand(run.Status.Contains("Blur"), $"after the restart the status is '{run.Status}'");
    }

    private static void SurvivesACrash(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        using EffectRun run = desk.Run(new FakeImage(100, 80, FakeImage.Pattern));

        run.Set("prompt", ServiceUnderTest.Fault("Crash")).Finish(Desk.Limit);
        DemandFailure(desk, run, 1);

        run.Set("prompt", "a photograph").Finish(Desk.Limit);
        Demand(run.Status.Contains("Blur"), $"after the restart the status is '{run.Status}'");
    }

    private static void SaysWhatToDoWhenMemoryRunsOut(ServiceUnderTest service)
    {
        using var desk = new Desk(service);
        using EffectRun run = desk.Run(new FakeImage(100, 80, FakeImage.Pattern));

        run.Set("prompt", ServiceUnderTest.Fault("OutOfMemory")).Finish(Desk.Limit);

        DemandFailure(desk, run, 1);
        Demand(run.Status.Contains("smaller", StringComparison.OrdinalIgnoreCase), $"the status is '{run.Status}'");
    }

    private static ServiceHealth WaitFor(ServiceUnderTest service, Func<ServiceHealth, bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Desk.Limit)
        {
            if (service.Client.GetHealthAsync(CancellationToken.None).GetAwaiter().GetResult() is { } health && condition(health))
                return health;
        }

        throw new ScenarioException("The service never came to the expected state.");
    }

    internal static void DemandFailure(Desk desk, EffectRun run, int errors)
    {
        Demand(run.Canvas.CountChanged() == 0, "the source is not shown");
        Demand(run.Status.Length > 20, $"the status is '{run.Status}'");
        Demand(desk.Editor.Services.Errors.Count == errors, $"{desk.Editor.Services.Errors.Count} error dialogs");
    }

    internal static void DemandNoError(Desk desk, EffectRun run) =>
        Demand(
            desk.Editor.Services.Errors.IsEmpty,
            $"error dialogs: {string.Join(" / ", desk.Editor.Services.Errors)}; status: {(run.Panel is null ? "" : run.Status)}");

    internal static void Demand(bool holds, string fault)
    {
        if (!holds)
            throw new ScenarioException(fault);
    }
}
