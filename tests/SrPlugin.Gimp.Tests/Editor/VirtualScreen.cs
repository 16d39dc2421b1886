using System.Diagnostics;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>An X server that draws into memory.</summary>
internal sealed class VirtualScreen : IDisposable
{
    private readonly Process _server;

    public VirtualScreen()
    {
        var start = new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _server = Process.Start(start)!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        Display = ":" + (_server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Xvfb did not start: packaging/linux/gimp-packages.txt lists what is needed."));
    }

    /// <summary>For the variable DISPLAY.</summary>
    public string Display { get; }

    /// <summary>Runs an X program to its end and gives what it wrote.</summary>
    public string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Display;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {output}{errors.GetAwaiter().GetResult()}");
    }

    /// <summary>Presses keys in a window.</summary>
    public void Press(string window, string keys)
    {
        Run("xdotool", "windowfocus", "--sync", window);
        Run("xdotool", "key", "--clearmodifiers", keys);
    }

    /// <summary>The visible windows whose title matches.</summary>
    public string[] Windows(string title)
    {
        try
        {
            return Run("xdotool", "search", "--onlyvisible", "--name", title).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }
}
