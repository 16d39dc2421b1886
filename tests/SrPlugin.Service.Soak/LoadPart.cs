using System.Diagnostics;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>8 clients send 50 mixed jobs each at once; every result must be the serial one.</summary>
internal static class LoadPart
{
    private const int Clients = 8;
    private const int JobsEach = 50;

    public static async Task<bool> RunAsync()
    {
        var expected = new byte[Clients * JobsEach][];
        for (int number = 0; number < expected.Length; number++)
        {
            JobRequest request = MixedJobs.Request(number);
            expected[number] = Samples.Expect(request, Samples.Pixels(request, number), request.HasMask ? Samples.Mask(request) : null);
        }

        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(
            folder.Path, "--queue-capacity", "1000", "--max-connections", "1000");
        int wrong = 0, lost = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            using WireClient wire = service.Connect();

            // All 50 of a client at once, so that the queue is really full of everybody's jobs.
            await Task.WhenAll(Enumerable.Range(client * JobsEach, JobsEach).Select(async number =>
            {
                JobRequest request = MixedJobs.Request(number);
                try
                {
                    (_, byte[] pixels) = await wire.RunAsync(
                        request, Samples.Pixels(request, number), request.HasMask ? Samples.Mask(request) : null);
                    if (!pixels.AsSpan().SequenceEqual(expected[number]))
                        Interlocked.Increment(ref wrong);
                }
                catch (Exception exception)
                {
                    Interlocked.Increment(ref lost);
                    Console.Error.WriteLine($"job {number}: {exception.Message}");
                }
            }));
        }));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using WireClient last = service.Connect();
        ServiceHealth health = await last.HealthAsync();
        Figures.Print($"{Clients} clients × {JobsEach} jobs in {seconds:0.00} s, {Clients * JobsEach / seconds:0} jobs/s; {wrong} differ, {lost} lost; the service counts {health.CompletedJobs} completed, {health.FailedJobs} failed");
        return wrong + lost == 0 && health is { CompletedJobs: Clients * JobsEach, FailedJobs: 0, QueuedJobs: 0, RunningJobs: 0 };
    }
}
