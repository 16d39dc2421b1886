using System.Diagnostics;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Soak;

/// <summary>Services that neither answer nor die.</summary>
internal static class Hangs
{
    private const int Rounds = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static async Task<bool> RunAsync(Sandbox sandbox)
    {
        var client = new SrPluginClient(sandbox.Options with { HangTimeout = Limit, StallTimeout = Limit });
        (JobRequest, byte[]) slow = Sandbox.Picture(64, 64, "!test delay=50 tiles=1000"),
        hanging = Sandbox.Picture(64, 64, "!test fault=hang"), small = Sandbox.Picture(64, 64);
        var stopped = new Figures();
        var stalled = new Figures();
        var nexts = new Figures();
        for (int round = 0; round < Rounds; round++)
        {
            int id = (await client.StartAsync(CancellationToken.None)).ProcessId;
            Task<UpscaleResult> job = Sandbox.UpscaleAsync(client, slow);
            await Task.Delay(200);
            Sandbox.Kill(id, "STOP");
            await stopped.AddAsync(job, Stopwatch.GetTimestamp());
            await nexts.AddAsync(Sandbox.UpscaleAsync(client, small), Stopwatch.GetTimestamp());
            await stalled.AddAsync(Sandbox.UpscaleAsync(client, hanging), Stopwatch.GetTimestamp());
            await nexts.AddAsync(Sandbox.UpscaleAsync(client, small), Stopwatch.GetTimestamp());
        }

        Console.WriteLine($"{Rounds} services stopped (SIGSTOP) in a job, limit {Limit.TotalSeconds} s: the call ended after {stopped}");
        Console.WriteLine($"{Rounds} engines hung in a job, limit {Limit.TotalSeconds} s: the call ended after {stalled}");
        Console.WriteLine($"  the next calls, the hung service replaced: {nexts}");
        return stopped.Outcomes.Single() == nameof(ErrorCode.ServiceHung) && stalled.Outcomes.Single() == nameof(ErrorCode.ServiceHung)
            && nexts.Outcomes.Single() == "completed";
    }
}
