using System.Diagnostics;
using System.Globalization;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Soak;

/// <summary>
/// Real lack of memory in a job of the real engine: the system is told to give the process only so much more (RLIMIT_DATA). With some
/// left, smaller tiles must do; with next to nothing, the job must fail by the right name; and either way the service lives on.
/// </summary>
internal static class MemoryPart
{
    private const int Side = 1400;

    public static async Task<bool> RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, "--engine", "real");
        using WireClient wire = service.Connect();
        JobRequest large = Samples.Request(Side, Side, recipe: new Recipe { Mode = "restore", Blur = 0.4, Noise = 0.3 }),
        quick = Samples.Request(64, 64);
        byte[] pixels = Samples.Pixels(large), small = Samples.Pixels(quick);
        (_, byte[] expected) = await wire.RunAsync(quick, small);
        double idle = Figures.StatusMiB(service.Id, "VmData:");
        await wire.RunAsync(large, pixels);
        double peak = Figures.StatusMiB(service.Id, "VmHWM:");
        Figures.Print($"a {Side}×{Side} job takes up to {peak:0} MiB in a process of {idle:0} MiB of data");

        bool isSound = true, wasRefused = false;
        foreach (int extra in new[] { 2000, 800, 500, 300, 200, 100 })
        {
            await LimitAsync(service.Id, (long)((idle + extra) * 1024 * 1024));
            string outcome;
            try
            {
                (JobResult result, _) = await wire.RunAsync(large, pixels);
                outcome = string.Create(CultureInfo.InvariantCulture, $"completed in {result.Seconds:0.0} s");
            }
            catch (WireException exception)
            {
                outcome = exception.Code.ToString();
                isSound &= exception.Code == ErrorCode.OutOfMemory;
                wasRefused |= exception.Code == ErrorCode.OutOfMemory;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                outcome = "THE SERVICE DIED";
            }

            Figures.Print($"{extra} MiB more: {outcome}");
            if (service.HasExited)
                return false;
            await LimitAsync(service.Id, null);
            (_, byte[] after) = await wire.RunAsync(quick, small);
            isSound &= after.AsSpan().SequenceEqual(expected);
        }

        Figures.Print($"the job after each is {(isSound ? "the same as ever" : "WRONG")}");
        return isSound && wasRefused;
    }

    private static async Task LimitAsync(int process, long? bytes)
    {
        string value = bytes is { } given ? given.ToString(CultureInfo.InvariantCulture) + ":" : "unlimited:";
        using Process limit = Process.Start("prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), "--data=" + value]);
        await limit.WaitForExitAsync();
        if (limit.ExitCode != 0)
            throw new InvalidOperationException("prlimit failed; it is part of util-linux.");
    }
}
