using System.Diagnostics;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>An interactive job behind a running 4-megapixel batch job, on the real engine with the built-in model.</summary>
internal static class OvertakePart
{
    private const int Side = 2000;
    private const int Rounds = 10;

    public static async Task<bool> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, "--engine", "real");
        using WireClient wire = service.Connect();
        JobRequest batch = Samples.Request(
            Side, Side, recipe: new Recipe { Mode = "restore", Tile = 32, Blur = 0.4, Noise = 0.3 }) with { Priority = JobPriority.Batch };
        JobRequest quick = Samples.Request(64, 64, recipe: new Recipe { Scale = 2, Blur = 0.8, Noise = 0.1, Prompt = "a cat" });
        byte[] large = Samples.Pixels(batch), small = Samples.Pixels(quick);

        // Alone first: the pixels to compare with, and how long a tile or band takes at most.
        var times = new List<double>();
        long last = Stopwatch.GetTimestamp();
        (JobResult serial, byte[] expected) = await wire.RunAsync(batch, large, progress: _ =>
        {
            times.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
            last = Stopwatch.GetTimestamp();
        });
        (_, byte[] expectedQuick) = await wire.RunAsync(quick, small);
        double longest = times.Skip(3).Max();
        Figures.Print($"alone: {serial.Seconds:0.0} s; between two signs of progress {Figures.Median(times.Skip(3)) * 1000:0} ms, at most {longest * 1000:0} ms");

        string id = await wire.SubmitAsync(batch, large);
        int tiles = 0;
        Task<JobResult> running = wire.WaitAsync(id, _ => Interlocked.Increment(ref tiles));
        var waits = new List<double>();
        int overtaken = 0, most = 0;
        for (int i = 0; i < Rounds && !running.IsCompleted; i++)
        {
            int before = Volatile.Read(ref tiles);
            await Task.WhenAny(running, Patience.UntilAsync(() => Volatile.Read(ref tiles) >= before + 15));
            if (running.IsCompleted)
                break;
            long start = Stopwatch.GetTimestamp();
            double begun = 0;
            int atStart = Volatile.Read(ref tiles);
            string quickId = await wire.SubmitAsync(quick, small);
            await wire.WaitAsync(quickId, progress =>
            {
                if (begun == 0 && progress.Stage != "queued")
                {
                    begun = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    most = Math.Max(most, Volatile.Read(ref tiles) - atStart);
                }
            });
            waits.Add(begun);
            overtaken++;
            if (!(await wire.FetchAsync(quickId)).AsSpan().SequenceEqual(expectedQuick))
            {
                Figures.Print($"the interactive result differs");
                return false;
            }
        }

        JobResult result = await running;
        bool isSame = (await wire.FetchAsync(id)).AsSpan().SequenceEqual(expected);
        Figures.Print($"overtaken {overtaken} times, started after {Figures.Median(waits) * 1000:0} ms, at most {waits.Max() * 1000:0} ms and {most} tiles; batch job computed {result.Seconds:0.0} s, its pixels {(isSame ? "are the same" : "DIFFER")}");
        return isSame && overtaken > 0 && waits.Max() < longest + 0.25;
    }
}
