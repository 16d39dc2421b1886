using System.Diagnostics;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Soak;

/// <summary>kill -9 of a service that is just starting: half-made sockets and held locks.</summary>
internal static class KilledStarts
{
    private const int Rounds = 25;
    private const int LongestMilliseconds = 400;
    private const double EndLimit = 2;

    public static async Task<bool> RunAsync(Sandbox sandbox)
    {
        var client = new SrPluginClient(sandbox.Options);
        (JobRequest, byte[]) small = Sandbox.Picture(64, 64);
        byte[] expected = (await Sandbox.UpscaleAsync(client, small)).Pixels;
        var random = new Random(21);
        var ends = new Figures();
        var nexts = new Figures();
        int wrong = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await client.ShutdownAsync(CancellationToken.None);
            Task<UpscaleResult> job = Sandbox.UpscaleAsync(client, small);
            await Task.Delay(random.Next(LongestMilliseconds));
            foreach (int id in sandbox.Services())
                Sandbox.Kill(id, "KILL");
            await ends.AddAsync(job, Stopwatch.GetTimestamp());
            UpscaleResult? next = await nexts.AddAsync(Sandbox.UpscaleAsync(client, small), Stopwatch.GetTimestamp());
            wrong += next?.Pixels.AsSpan().SequenceEqual(expected) == true ? 0 : 1;
        }

        Console.WriteLine($"{Rounds} kills of a service that is starting: the call ended after {ends}");
        Console.WriteLine($"  the next call: {nexts}; {wrong} wrong results");
        return wrong == 0 && ends.Longest < EndLimit
            && ends.Outcomes.All(outcome => outcome is nameof(ErrorCode.StartFailed) or nameof(ErrorCode.ServiceLost) or "completed");
    }
}
