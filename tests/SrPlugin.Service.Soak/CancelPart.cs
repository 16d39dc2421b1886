using System.Diagnostics;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>Cancelling a running job of the real engine at random moments.</summary>
internal static class CancelPart
{
    private const int Rounds = 20;

    public static async Task<bool> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, "--engine", "real");
        using WireClient wire = service.Connect();
        JobRequest job = Samples.Request(1000, 1000, recipe: new Recipe { Mode = "restore", Tile = 32 }), quick = Samples.Request(32, 32);
        byte[] pixels = Samples.Pixels(job), small = Samples.Pixels(quick);
        await wire.RunAsync(quick, small);
        var times = new List<double>();
        long last = Stopwatch.GetTimestamp();
        await wire.RunAsync(job, pixels, progress: _ =>
        {
            times.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
            last = Stopwatch.GetTimestamp();
        });
        double longest = times.Skip(3).Max();
        (_, byte[] expected) = await wire.RunAsync(quick, small);

        var random = new Random(1);
        var answers = new List<double>();
        bool isSame = true;
        for (int i = 0; i < Rounds; i++)
        {
            string id = await wire.SubmitAsync(job with { Detached = true }, pixels);
            int seen = 0, wanted = random.Next(1, times.Count * 3 / 4);
            await foreach (ServerEvent item in wire.ListenAsync(id))
            {
                if (++seen >= wanted || item.Name is JobEvents.Completed)
                    break;
            }

            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage response = await wire.SendAsync(HttpMethod.Delete, WireFormat.JobPath(id));
            JobStatus status = await WireClient.ReadAsync(response, ProtocolJson.Default.JobStatus);
            answers.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            (_, byte[] after) = await wire.RunAsync(quick, small);
            isSame &= status.State is JobState.Cancelled or JobState.Completed && after.AsSpan().SequenceEqual(expected);
        }

        Figures.Print($"a tile or band takes at most {longest * 1000:0} ms; {Rounds} cancellations were answered after {Figures.Median(answers) * 1000:0} ms, at most {answers.Max() * 1000:0} ms; the next job's pixels {(isSame ? "are the same" : "DIFFER")}");
        return isSame && answers.Max() < longest + 0.25;
    }
}
