using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;
using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin service top</c>: shows the service and its jobs once a second.</summary>
internal sealed class ServiceTop(CliConsole console, TimeProvider clock, CommandCancellation cancellation)
{
    private const string EnterScreen = "\e[?1049h\e[?25l", LeaveScreen = "\e[?25h\e[?1049l", Home = "\e[H", EndOfLine = "\e[K",
    EndOfScreen = "\e[J";

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _keyPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Shows it until the user ends it.</summary>
    /// <param name="client">The way to the service.</param>
    /// <param name="once">Whether to show it only once.</param>
    public int Run(SrPluginClient client, bool once)
    {
        if (once || !console.OutIsTerminal)
            return Print(client, once);
        console.Out.Write(EnterScreen);
        try
        {
            do
            {
                int height = Math.Max(1, Console.WindowHeight - 1);
                IReadOnlyList<string> lines = Look(client, Math.Max(1, Console.WindowWidth - 1), height - 1)
                    ?? [$"No service listens at {client.Endpoint}."];
                console.Out.Write(Home);
                foreach (string line in lines.Take(height - 1))
                    console.Out.Write(line + EndOfLine + "\r\n");
                console.Out.Write("q ends" + EndOfLine + EndOfScreen);
                console.Out.Flush();
            }
            while (!IsEnded());
        }
        finally
        {
            console.Out.Write(LeaveScreen);
            console.Out.Flush();
        }

        return (int)ExitCode.Ok;
    }

    // For a file or a pipe: one table after the other.
    private int Print(SrPluginClient client, bool once)
    {
        while (!cancellation.Token.IsCancellationRequested)
        {
            if (Look(client, console.Width, null) is not { } lines)
            {
                console.Out.WriteLine($"No service listens at {client.Endpoint}.");
                return (int)ExitCode.SomeFailed;
            }

            foreach (string line in lines)
                console.Out.WriteLine(line);
            if (once)
                break;
            console.Out.WriteLine();
            console.Out.Flush();
            cancellation.Token.WaitHandle.WaitOne(_pause);
        }

        return (int)ExitCode.Ok;
    }

    private IReadOnlyList<string>? Look(SrPluginClient client, int width, int? height)
    {
        try
        {
            return client.GetHealthAsync(cancellation.Token).GetAwaiter().GetResult() is { } health
                ? ServiceTable.Lines(health, client.GetJobsAsync(cancellation.Token).GetAwaiter().GetResult(), width, height)
                : null;
        }
        catch (ServiceException exception) when (exception.Code is ErrorCode.ServiceLost or ErrorCode.ShuttingDown)
        {
            // It ended between two looks.
            return null;
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private bool IsEnded()
    {
        for (long start = clock.GetTimestamp(); clock.GetElapsedTime(start) < _pause;)
        {
            if (cancellation.Token.WaitHandle.WaitOne(_keyPause))
                return true;
            while (!Console.IsInputRedirected && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key == ConsoleKey.Q)
                    return true;
            }
        }

        return false;
    }
}
