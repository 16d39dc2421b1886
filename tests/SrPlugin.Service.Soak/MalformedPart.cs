using System.Diagnostics;
using System.Globalization;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>
/// 20,000 malformed requests of every kind, several at a time; each must be refused or its connection closed, and nothing may stay behind.
/// </summary>
internal static class MalformedPart
{
    private const int Requests = 20_000;
    private const int Parallel = 16;
    private const int Chunk = 2000;
    private const double LimitShare = 0.03;

    public static async Task<bool> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, "--slow-client-time", "1");
        using WireClient wire = service.Connect();
        var outcomes = new Dictionary<string, int>();
        int wrong = 0;
        var memory = new List<double>();
        long start = Stopwatch.GetTimestamp();
        foreach (int[] numbers in Enumerable.Range(0, Requests).Chunk(Chunk))
        {
            await System.Threading.Tasks.Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (number, _) =>
            {
                (string kind, string answer) = await MalformedRequests.SendAsync(service.SocketPath, number);
                string outcome = answer.Length == 0 ? "closed" : answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
                    && answer.Length >= 12 ? answer[9..12] : "?";
                lock (outcomes)
                    outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                if (outcome is not ("closed" or "505") && outcome[0] != '4')
                {
                    Interlocked.Increment(ref wrong);
                    Console.Error.WriteLine($"request {number} ({kind}): {answer}");
                }
            });
            memory.Add(Figures.ResidentMiB(service.Id));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Patience.UntilAsync(async () => (await wire.HealthAsync()).QueuedJobs == 0);
        JobRequest sound = Samples.Request(50, 50);
        (_, byte[] pixels) = await wire.RunAsync(sound, Samples.Pixels(sound));
        bool isHealthy = pixels.AsSpan().SequenceEqual(Samples.Expect(sound, Samples.Pixels(sound)));
        Figures.Print($"{Requests} requests in {seconds:0} s: {string.Join(", ", outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}"))}; a sound job afterwards {(isHealthy ? "succeeds" : "FAILS")}");
        Figures.Print(
            $"MiB after each {Chunk}: {string.Join(", ", memory.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)))}");

        // The first half fills the runtime's caches; after it nothing may grow.
        double half = memory[..(memory.Count / 2)].Max(), end = memory[(memory.Count / 2)..].Max();
        return wrong == 0 && isHealthy && (end - half) / half < LimitShare;
    }
}
