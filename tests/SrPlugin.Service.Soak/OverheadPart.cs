using System.Diagnostics;
using SrPlugin.Client;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;
using SrPlugin.TestService;

namespace SrPlugin.Service.Soak;

/// <summary>What the way through the service costs, against the test engine in this process: 2048×2048 RGBA.</summary>
internal static class OverheadPart
{
    private const int Side = 2048;
    private const int Rounds = 15;
    private const double LimitMilliseconds = 60;

    public static async Task<bool> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path);
        var client = new SrPluginClient(new ClientOptions { Endpoint = service.SocketPath, StartsService = false });
        JobRequest request = Samples.Request(Side, Side, channels: 4, recipe: new Recipe { Mode = "restore", Blur = 0.5, Noise = 0.5 });
        byte[] pixels = Samples.Pixels(request);
        using var engine = new TestEngine(new TestBehaviour { Tiles = 4 }, ControlManifest.Load());
        var overheads = new List<double>();
        var direct = new List<double>();
        var here = new List<double>();
        var there = new List<double>();
        for (int i = 0; i < Rounds + 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            engine.Run(request.Recipe, JobPicture.Of(request, pixels, null), Alone.Instance, Alone.Instance, CancellationToken.None);
            double inProcess = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            UpscaleResult result = await client.UpscaleAsync(request, pixels, default, null, CancellationToken.None);
            double through = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i < 3)
                continue; // compiled and warm from here on

            // The engine's own time varies by more than the way costs: what the service measured of it is taken off.
            overheads.Add(through - (result.Details.Seconds * 1000));
            direct.Add(through - inProcess);
            here.Add(inProcess);
            there.Add(result.Details.Seconds * 1000);
        }

        double median = Figures.Median(overheads);
        double megabytes = 2.0 * pixels.Length / 1e6;
        Figures.Print($"{Side}×{Side} RGBA, {megabytes / 2:0.0} MB each way: {median:0.0} ms over the engine's own time (best {overheads.Min():0.0}, worst {overheads.Max():0.0}), {megabytes / median * 1000:0} MB/s");
        Figures.Print($"against the engine in this process: {Figures.Median(direct):0.0} ms (best {direct.Min():0.0}); the engine itself takes {Figures.Median(here):0} ms there and {Figures.Median(there):0} ms in the service");
        return median < LimitMilliseconds;
    }
}
