using System.Diagnostics;
using System.Globalization;

namespace SrPlugin.Client.Soak;

/// <summary>Twenty programs at once, and none of them finds a service.</summary>
internal static class StartStorm
{
    private const int Rounds = 10;
    private const int Programs = 20;

    public static async Task<bool> RunAsync(Sandbox sandbox)
    {
        var client = new SrPluginClient(sandbox.Options);
        var seconds = new List<double>();
        int several = 0, failed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            // Every second time the storm follows a kill, so that a socket and locks lie about that belong to nobody.
            if (round % 2 == 0)
                await client.ShutdownAsync(CancellationToken.None);
            foreach (int id in sandbox.Services())
                Sandbox.Kill(id, "KILL");
            long start = Stopwatch.GetTimestamp();
            int?[] ids = await Task.WhenAll(Enumerable.Range(0, Programs).Select(_ => StartAsync(sandbox)));
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            failed += ids.Count(id => id is null);
            several += ids.Distinct().Count() == 1 && sandbox.Services().Count == 1 ? 0 : 1;
        }

        int starts = sandbox.CountStarts();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} times {Programs} programs at once without a service: {starts} services listened in all, {several} times more than "



                            + $"one, {failed} programs failed; from the first start to the last answer "
                                + $"{seconds.Order().ElementAt(Rounds / 2):0.00} s (median), {seconds.Max():0.00} s (longest)"));
        return several == 0 && failed == 0 && starts == Rounds;
    }

    private static async Task<int?> StartAsync(Sandbox sandbox)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "srplugin-client-probe"),
            ["start", .. sandbox.Options.ServiceArguments]) { RedirectStandardOutput = true };
        start.Environment["SRPLUGIN_SOCKET"] = sandbox.Options.Endpoint;
        start.Environment["SRPLUGIN_SERVICE"] = sandbox.Options.ServicePath;
        foreach ((string name, string value) in sandbox.Options.ServiceEnvironment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? int.Parse(said.Split(' ')[1], CultureInfo.InvariantCulture) : null;
    }
}
