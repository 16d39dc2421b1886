using System.Text.Json;
using SrPlugin.Bench;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli.Tests;

/// <summary>One run of the whole program inside the test process.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    /// <summary>Standard output as one JSON object a line.</summary>
    public IReadOnlyList<JsonElement> Json =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public static CliRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static CliRun Of(CancellationToken cancellationToken, params string[] arguments) =>
        Of(console => SrPluginApplication.Run(arguments, console, cancellationToken));

    /// <summary>One run of <c>srplugin-bench</c>.</summary>
    public static CliRun OfBench(params string[] arguments) => Of(console => BenchProgram.Run(arguments, console, CancellationToken.None));

    private static CliRun Of(Func<CliConsole, int> run)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = run(new CliConsole(output, error, ErrorIsTerminal: false));
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
