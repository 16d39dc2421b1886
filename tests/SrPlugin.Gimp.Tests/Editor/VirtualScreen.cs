using System.Diagnostics;
using System.Globalization;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>
/// An X server that draws into memory, with a window manager, a pointer, a keyboard, and eyes: what is written on it can be read.
/// </summary>
internal sealed class VirtualScreen : IDisposable
{
    // Magnified and in the colours of paper, the small letters of menus are read without faults.
    private const int Magnification = 3;

    private const int ButtonRows = 100;

    // Seconds; between the press, the moves and the release of a drag.
    private const string Pause = "0.05";
    private const int DragSteps = 8;

    private static readonly (int X, int Y) Aside = (1275, 1020);

    private readonly Process _server;
    private readonly Process _windowManager;

    public VirtualScreen()
    {
        // On a busy machine a key is held for long; it must not repeat.
        _server = Start("Xvfb", "-r", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp");
        Display = ":" + (
            _server.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("Xvfb did not start: packaging/linux/gimp-packages.txt lists what is needed."));
        _windowManager = Start("openbox", "--sm-disable");
        _windowManager.OutputDataReceived += (_, _) => { };
        _windowManager.BeginOutputReadLine();
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
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {output}{errors.GetAwaiter().GetResult()}");
    }

    /// <summary>Presses keys in a window.</summary>
    public void Press(string window, string keys)
    {
        Run("xdotool", "windowfocus", "--sync", window);
        Run("xdotool", "key", "--clearmodifiers", keys);
    }

    /// <summary>Presses keys wherever the keyboard is.</summary>
    public void Press(string keys) => Run("xdotool", "key", "--clearmodifiers", keys);

    /// <summary>Types a text wherever the keyboard is.</summary>
    public void Type(string text) => Run("xdotool", "type", "--clearmodifiers", text);

    /// <summary>Clicks with the left button, and takes the pointer out of the way: tooltips would cover what is to be read next.</summary>
    public void Click((int X, int Y) at)
    {
        Hover(at);
        Run("xdotool", "click", "1");
        Hover(Aside);
    }

    /// <summary>Moves the pointer, in two steps: a menu follows the second.</summary>
    public void Hover((int X, int Y) at)
    {
        Run("xdotool", "mousemove", "--sync", Text(at.X - 3), Text(at.Y));
        Run("xdotool", "mousemove", "--sync", Text(at.X), Text(at.Y));
    }

    /// <summary>
    /// Drags with the left button, as slowly as a hand does: GTK 3 takes a press and moves at the same moment for one event.
    /// </summary>
    public void Drag((int X, int Y) from, (int X, int Y) to)
    {
        Hover(from);
        List<string> moves = ["sleep", Pause, "mousedown", "1", "sleep", Pause];
        for (int step = 1; step <= DragSteps; step++)
            moves.AddRange(
                [
                    "mousemove", "--sync", Text(from.X + ((to.X - from.X) * step / DragSteps)),
                    Text(from.Y + ((to.Y - from.Y) * step / DragSteps)), "sleep", Pause
                ]);
        Run("xdotool", [.. moves, "mouseup", "1"]);
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

    /// <summary>Where the topmost visible window lies: an open menu, a dialog or the editor's window.</summary>
    public Area Topmost()
    {
        foreach (string line in Run("xwininfo", "-root", "-children").Split('\n'))
        {
            string[] parts = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 3 || !parts[0].StartsWith("0x", StringComparison.Ordinal))
                continue;
            int[] numbers = [.. parts[^2].Split('x', '+').Take(2).Select(Number)];
            if (numbers.Length == 2 && numbers[0] > 60 && numbers[1] > 20 && AreaOf(parts[0]) is { } area)
                return area;
        }

        return new Area(0, 0, 1280, 1024);
    }

    /// <summary>Where a window lies; null when it is not to be seen.</summary>
    public Area? AreaOf(string window)
    {
        string info;
        try
        {
            info = Run("xwininfo", "-id", window);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return info.Contains("IsViewable", StringComparison.Ordinal)
            ? new Area(Value("Absolute upper-left X:"), Value("Absolute upper-left Y:"), Value("Width:"), Value("Height:"))
            : null;

        int Value(string name) => Number(info[(info.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split('\n')[0].Trim());
    }

    /// <summary>
    /// Reads what is written in the topmost window; its lowest rows once more by themselves, for short words on buttons are overlooked.
    /// </summary>
    public IReadOnlyList<(string Word, int X, int Y)> Read()
    {
        Area window = Topmost();
        Area buttons = window with { Y = window.Y + window.Height - ButtonRows, Height = ButtonRows };
        return window.Height > 4 * ButtonRows ? [.. Read(window), .. Read(buttons)] : Read(window);
    }

    /// <summary>Reads what is written in a part of the screen: words, and where their middles are.</summary>
    public IReadOnlyList<(string Word, int X, int Y)> Read(Area area)
    {
        string picture = Path.GetTempFileName() + ".png";
        try
        {
            int left = Math.Max(0, area.X), top = Math.Max(0, area.Y);
            Run(
                "import", "-window", "root", "-crop", Invariant($"{area.Width}x{area.Height}+{left}+{top}"), "+repage", "-colorspace",
                "Gray", "-resize", Invariant($"{Magnification * 100}%"), "-negate", picture);
            return [.. Run("tesseract", picture, "-", "--psm", "11", "tsv").Split('\n').Skip(1).Select(line => line.Split('\t'))
                .Where(parts => parts.Length == 12 && parts[11].Trim().Length > 0)
                .Select(parts => (parts[11].Trim(), left + Middle(parts[6], parts[8]), top + Middle(parts[7], parts[9])))];
        }
        finally
        {
            File.Delete(picture);
        }

        static int Middle(string start, string length) => (Number(start) + (Number(length) / 2)) / Magnification;
    }

    /// <summary>Takes a picture of the screen.</summary>
    public void Photograph(string file) => Run("import", "-window", "root", file);

    public void Dispose()
    {
        foreach (Process process in (Process[])[_windowManager, _server])
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Display;
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A part of the screen.</summary>
    public sealed record Area(int X, int Y, int Width, int Height);
}
