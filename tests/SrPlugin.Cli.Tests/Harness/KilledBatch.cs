using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests.Harness;

/// <summary>
/// Two <c>srplugin batch</c> processes that share one folder and one service with the test engine, each killed (kill -9) at random moments
/// and started again; every fifth kill hits the service. Afterwards every picture must be done exactly once, and every file be what an
/// undisturbed batch writes.
/// </summary>
internal sealed class KilledBatch(string folder, int pictures, int kills, Action<string> print)
{
    private const int Workers = 2;
    private const int ServiceKillEvery = 5;
    private const int PrintEvery = 5;

    private readonly Random _random = new(kills);
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Task> _readers = [];
    private string _lastErrors = "";

    /// <summary>Runs it.</summary>
    /// <returns>What does not hold; empty when everything does.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        WritePictures();
        long start = Stopwatch.GetTimestamp();
        Process[] workers = [.. Enumerable.Range(0, Workers).Select(_ => Start("out", "s"))];
        var faults = new List<string>();
        int finished = 0, serviceKills = 0;
        for (int kill = 1; kill <= kills; kill++)
        {
            int wanted = Results("out").Count() + _random.Next(1, Math.Max(2, 2 * pictures / (kills + 1)));
            while (Results("out").Take(wanted).Count() < Math.Min(wanted, pictures) && !workers.All(worker => worker.HasExited))
                await Task.Delay(5);
            await Task.Delay(_random.Next(60));
            if (kill % ServiceKillEvery == 0 && ServiceProcess() is { } service)
            {
                serviceKills++;
                Kill(service);
            }
            else
            {
                int victim = _random.Next(Workers);
                finished += workers[victim].HasExited ? 1 : 0;
                workers[victim].Kill();
                await workers[victim].WaitForExitAsync();
                workers[victim].Dispose();
                workers[victim] = Start("out", "s");
            }

            faults.AddRange(FindHalfWritten());
            if (kill % PrintEvery == 0)
                print($"{kill} kills, {Results("out").Count()} of {pictures} results, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        }

        foreach (Process worker in workers)
            await worker.WaitForExitAsync();
        Process last = Start("out", "s", "--retry-failed", "--report", Path.Combine(folder, "report.json"));
        await last.WaitForExitAsync();
        await Task.WhenAll(_readers);
        if (last.ExitCode != 0)
            faults.Add($"The last run ended with {last.ExitCode}: {_lastErrors}");
        print(
            $"{kills} kills, {serviceKills} of them of the service, {finished} after a process had ended by itself; "
                + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        faults.AddRange(CheckLedger());
        faults.AddRange(await CheckFilesAsync());
        return faults;
    }

    /// <summary>Ends the services.</summary>
    public void StopServices()
    {
        foreach (string socket in (string[])["s", "s2"])
        {
            using Process stop = Process.Start(Info(socket, "service", "stop"))!;
            stop.StandardOutput.ReadToEnd();
            stop.WaitForExit();
        }
    }

    private void WritePictures()
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        for (int i = 0; i < pictures; i++)
        {
            var pixels = new PixelBuffer(8 + (i % 9), 8 + (i % 7), 3, SampleFormat.UInt8);
            new Random(i).NextBytes(pixels.Bytes);
            File.WriteAllBytes(Path.Combine(folder, "in", $"{i:00000}.png"), PictureFile.Encode(new Picture(pixels), PictureFormat.Png));
        }
    }

    private ProcessStartInfo Info(string socket, params string[] arguments)
    {
        var info = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "srplugin"),
            arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach ((string name, string value) in new Dictionary<string, string>
        {
            ["SRPLUGIN_SOCKET"] = Path.Combine(folder, socket),
            ["SRPLUGIN_SERVICE"] = Path.Combine(AppContext.BaseDirectory, "srplugin-test-service"),
            ["XDG_CONFIG_HOME"] = Path.Combine(folder, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(folder, "state"),
            ["OMP_WAIT_POLICY"] = "passive",
        })
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private Process Start(string output, string socket, params string[] more)
    {
        Process process = Process.Start(Info(
            socket,
            ["batch", "in", "-o", output, "--via-service", "--model", "test", "--mode", "upscale", "--scale", "2", "--blur", "0.3", "--noise", "0.2", "--json", .. more]))!;
        _readers.Add(Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                // The last line of a killed process may be cut off.
                if (output == "out" && line.EndsWith('}'))
                {
                    string name = Path.GetFileName(JsonDocument.Parse(line).RootElement.GetProperty("input").GetString()!);
                    lock (_done)
                        _done[name] = _done.GetValueOrDefault(name) + 1;
                }
            }
        }));
        _readers.Add(
            Task.Run(
                async () =>
                    _lastErrors = (await process.StandardError.ReadToEndAsync()) is { Length: > 2000 } text ? text[^2000..] : _lastErrors));
        return process;
    }

    private IEnumerable<string> Results(string output) =>
        Directory.Exists(Path.Combine(folder, output)) ? Directory.EnumerateFiles(Path.Combine(folder, output), "*-x2.png") : [];

    private IEnumerable<string> FindHalfWritten()
    {
        foreach (string file in Results("out").Where(file => _seen.Add(file)))
        {
            string? fault = null;
            try
            {
                PictureFile.Load(file);
            }
            catch (IOException exception)
            {
                fault = $"{Path.GetFileName(file)} is half written: {exception.Message}";
            }

            if (fault is not null)
                yield return fault;
        }
    }

    private IEnumerable<string> CheckLedger()
    {
        int attempts = 0, count = 0;
        foreach (
            JsonElement entry in JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "report.json"))).RootElement.EnumerateArray())
        {
            count++;
            string name = entry.GetProperty("name").GetString()!;
            attempts += entry.GetProperty("attempts").GetInt32();
            if (entry.GetProperty("state").GetString() != "done")
                yield return $"{name} is {entry.GetProperty("state")}: {entry.GetProperty("error")}";
            else if (entry.GetProperty("resultHash").GetString() != Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry.GetProperty("output").GetString()!))))
                yield return $"{name} has not the hash that the ledger says.";
        }

        if (count != pictures)
            yield return $"The ledger has {count} pictures, not {pictures}.";
        foreach ((string name, int times) in _done.Where(pair => pair.Value > 1))
            yield return $"{name} was done {times} times.";
        print($"{count} pictures in the ledger, {attempts - count} attempts besides the {count} that were needed");

        // One picture a kill of its process; both may have been at one when the service died, and one that failed so is begun again.
        int most = kills + (kills / ServiceKillEvery * Workers);
        if (attempts - count > most)
            yield return $"{attempts - count} pictures were begun again; {kills} kills account for {most} at most.";
    }

    private async Task<IReadOnlyList<string>> CheckFilesAsync()
    {
        var faults = new List<string>();
        using Process serial = Start("serial", "s2");
        await serial.WaitForExitAsync();
        await Task.WhenAll(_readers);
        string[] expected = [.. Results("serial").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        string[] found = [
            .. Directory.EnumerateFiles(Path.Combine(folder, "out")).Select(file => Path.GetFileName(file))
                .Where(name => name != ".srplugin-batch.sqlite").Order(StringComparer.Ordinal)
        ];
        if (expected.Length != pictures)
            faults.Add($"The undisturbed batch made {expected.Length} of {pictures} pictures: {_lastErrors}");
        faults.AddRange(found.Except(expected).Select(name => $"{name} was left behind."));
        faults.AddRange(expected.Except(found).Select(name => $"{name} is missing."));
        int differ = expected.Intersect(found).Count(name =>
            !File.ReadAllBytes(Path.Combine(folder, "out", name))
                .AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, "serial", name))));
        if (differ > 0)
            faults.Add($"{differ} results differ from those of an undisturbed batch.");
        print($"{found.Length} files, {expected.Length} of an undisturbed batch, {differ} differ");
        return faults;
    }

    private int? ServiceProcess()
    {
        using Process status = Process.Start(Info("s", "service", "status", "--json"))!;
        string text = status.StandardOutput.ReadToEnd();
        status.WaitForExit();
        return JsonDocument.Parse(text).RootElement.GetProperty("health") is { ValueKind: JsonValueKind.Object } health
            ? health.GetProperty("processId").GetInt32()
            : null;
    }

    private static void Kill(int process)
    {
        using Process kill = Process.Start("kill", ["-KILL", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
