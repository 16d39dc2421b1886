using System.Diagnostics;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Soak;

/// <summary>kill -9 of the service at random moments of jobs, from the connection to the last byte of the result.</summary>
internal static class KilledJobs
{
    private const int Rounds = 50;
    private const int LongestMilliseconds = 500;
    private const double EndLimit = 2;

    public static async Task<bool> RunAsync(Sandbox sandbox)
    {
        var client = new SrPluginClient(sandbox.Options);
        // 16 MiB each way, and ten tiles of 30 ms between them: every stage of a call is hit.
        (JobRequest, byte[]) picture = Sandbox.Picture(2048, 2048, "!test delay=30 tiles=10"), small = Sandbox.Picture(64, 64);
        byte[] expected = (await Sandbox.UpscaleAsync(client, small)).Pixels;
        var random = new Random(20);
        var ends = new Figures();
        var nexts = new Figures();
        int wrong = 0, strays = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int id = (await client.StartAsync(CancellationToken.None)).ProcessId;
            Task<UpscaleResult> job = Sandbox.UpscaleAsync(client, picture);
            await Task.Delay(random.Next(LongestMilliseconds));
            Sandbox.Kill(id, "KILL");
            long killed = Stopwatch.GetTimestamp();
            await ends.AddAsync(job, killed);
            // At once: the socket, the locks and perhaps the dying process are still there.
            UpscaleResult? next = await nexts.AddAsync(Sandbox.UpscaleAsync(client, small), Stopwatch.GetTimestamp());
            wrong += next?.Pixels.AsSpan().SequenceEqual(expected) == true ? 0 : 1;
            strays += sandbox.Services().Count == 1 ? 0 : 1;
        }

        Console.WriteLine($"{Rounds} kills at random moments of a job: the call ended after {ends}");
        Console.WriteLine(
            $"  the next call, made at once, with a fresh service: {nexts}; {wrong} wrong results, {strays} times not exactly one service, "
                + $"{sandbox.CountStarts()} starts in all");
        return wrong == 0 && strays == 0 && ends.Longest < EndLimit
            && ends.Outcomes.All(outcome => outcome is nameof(ErrorCode.ServiceLost) or "completed");
    }
}
