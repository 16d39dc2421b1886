using System.Text;
using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Output;

/// <summary>Where the program writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Log, progress, faults.</param>
/// <param name="ErrorIsTerminal">Whether <see cref="Error"/> is a terminal that can redraw a line.</param>
internal sealed record CliConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    /// <summary>Gets where a person answers questions; null where nobody can.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Out"/> is a terminal that can be redrawn.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Gets the columns that texts of results are broken at.</summary>
    public int Width { get; init; } = 120;

    public static CliConsole OfProcess()
    {
        if (OperatingSystem.IsWindows())
            UseUnicode();
        TextWriter results = Console.Out;
        // Libraries that write to the console (TorchSharp does) must not mix with results that other programs read.
        Console.SetOut(Console.Error);
        return new(results, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb")
        {
            OutIsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb",
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth - 1, 60, 140),
            Answers = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        };
    }

    // Otherwise Windows writes in the console's code page, which lacks most of the world's letters.
    private static void UseUnicode()
    {
        // A console takes UTF-16 as it is, and its code page stays as it was; files and pipes get UTF-8, as on every other system.
        Console.OutputEncoding = Encoding.Unicode;
        if (Console.IsOutputRedirected)
            Console.SetOut(Utf8(Console.OpenStandardOutput()));
        if (Console.IsErrorRedirected)
            Console.SetError(Utf8(Console.OpenStandardError()));
    }

    private static TextWriter Utf8(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    /// <summary>Writes one line, and the remedy under it.</summary>
    public void WriteFault(Fault fault)
    {
        Error.WriteLine($"srplugin: {Printable(fault.Message)}");
        if (fault.Remedy is not null)
            Error.WriteLine($"  {Printable(fault.Remedy)}");
    }

    /// <summary>Gets a text with its control characters escaped, which in a file's name could steer the terminal.</summary>
    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString())) : text;
}
