using System.Diagnostics;
using System.Globalization;
using SrPlugin.PaintDotNet.FakeHost.Scenarios;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet.FakeHost;

/// <summary>
/// Plays every scenario against a service and says how each went; the exit code counts the failures. Made for Windows, where
/// the service listens at a named pipe.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        bool isTestEngine = arguments is [_, "--engine", "test"];
        if (arguments.Length != 1 && !isTestEngine)
        {
            Console.Error.WriteLine(
                "Give the service's program: its path, or its name beside this program. --engine test: plays the scenarios of the test "
                    + "engine too.");
            return 100;
        }

        int failures = 0;
        string program = Path.Combine(AppContext.BaseDirectory, arguments[0]);
        using (var service = new ServiceUnderTest(program, isTestEngine))
        {
            foreach (var (name, play) in ServiceScenarios.ForAnyEngine.Concat(isTestEngine ? ServiceScenarios.ForTheTestEngine : []))
                Play(name, () => play(service));
        }

        foreach (var (name, play) in AbsentServiceScenarios.All)
            Play(name, play);
        if (OperatingSystem.IsWindows())
            Play("progress window", ShowProgressWindow);
        return failures;

        void Play(string name, Action play)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                play();
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"ok      {name} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s)"));
            }
            catch (Exception exception)
            {
                failures++;
                Console.WriteLine($"FAILED  {name}: {exception}");
            }
        }
    }

    private static void ShowProgressWindow()
    {
        using var window = new ProgressWindow(() => { }, TimeSpan.Zero);
        window.Report(new Protocol.JobProgress { Stage = "denoise", Tile = 1, TileCount = 3, Percent = 33, SecondsLeft = 5 });
        SpinWait.SpinUntil(() => window.WasShown || window.Fault is not null, TimeSpan.FromSeconds(30));
        if (window.Fault is { } fault)
            throw new ScenarioException($"The progress window failed: {fault}");
        if (!window.WasShown)
            throw new ScenarioException("The progress window did not appear.");
    }
}
