using System.Diagnostics;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>1,000 jobs, by the real engine with the built-in model and by the test engine: memory and live tensors must not grow.</summary>
internal static class SoakPart
{
    private const int Jobs = 1000;
    private const int Warm = 50;
    private const double LimitShare = 0.03;

    public static async Task<bool> RunAsync(string engine)
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, "--engine", engine);
        using WireClient wire = service.Connect();
        double warm = 0;
        long? tensors = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Jobs; i++)
        {
            JobRequest request = Request(i);
            await wire.RunAsync(request, Samples.Pixels(request, i));
            if (i == Warm - 1)
                (tensors, warm) = ((await SettledAsync(wire)).LiveTensors, Figures.ResidentMiB(service.Id));
            if (i >= Warm && i % 100 == 99)
                Figures.Print($"{i + 1} jobs: {Figures.ResidentMiB(service.Id):0.0} MiB, {warm:0.0} after {Warm}");
        }

        ServiceHealth last = await SettledAsync(wire);
        double end = Figures.ResidentMiB(service.Id);
        Figures.Print($"{Jobs} jobs in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; {warm:0.0} MiB after {Warm}, {end:0.0} MiB at the end: {(end - warm) / warm:+0.0%;-0.0%}; live tensors {tensors} and {last.LiveTensors}");
        return (end - warm) / warm < LimitShare && last.LiveTensors == tensors && last.CompletedJobs == Jobs;
    }

    // Ten jobs go round: the tensor library keeps blocks of the sizes it has seen in reserve (up to 512 MiB), and the prompt's embedding
    // is cached. Both are by design, and both shall be over after the first 50.
    private static JobRequest Request(int job) => Kind(job % 10);

    private static JobRequest Kind(int number) =>
        Samples.Request(24 + (number * 7 % 40), 24 + (number * 11 % 40), channels: 3 + (number % 2), recipe: new Recipe
        {
            Mode = number % 3 == 0 ? "restore" : "upscale",
            Scale = 2,
            Blur = number % 4 == 0 ? null : number % 5 / 5.0,
            Noise = number % 4 == 0 ? null : number % 3 / 3.0,
            Seed = number,
            Latent = number % 2 == 0 ? "mode" : "sample",
        }) with { Priority = number % 5 == 0 ? JobPriority.Batch : JobPriority.Interactive };

    // The count is taken after a job, by its thread: the last event may come a moment earlier.
    private static async Task<ServiceHealth> SettledAsync(WireClient wire)
    {
        ServiceHealth? health = null;
        await Patience.UntilAsync(async () => (health = await wire.HealthAsync()).RunningJobs == 0);
        return health!;
    }
}
