using System.Globalization;
using SrPlugin.Protocol;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Output;

/// <summary>
/// Shows how far the installation of a model is: one line that is redrawn on a terminal, lines a few seconds apart elsewhere.
/// </summary>
internal sealed class InstallDisplay(CliConsole console, TimeProvider clock) : IProgress<InstallProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private InstallStage? _stage;
    private long _last;

    public void Report(InstallProgress value)
    {
        lock (_lock)
        {
            if (console.ErrorIsTerminal)
            {
                console.Error.Write($"\r\e[K{Text(value)}");
            }
            else if (value.Stage != _stage || clock.GetElapsedTime(_last) >= Interval)
            {
                console.Error.WriteLine(Text(value));
                _last = clock.GetTimestamp();
            }

            _stage = value.Stage;
        }
    }

    public void Dispose()
    {
        if (console.ErrorIsTerminal && _stage is not null)
            console.Error.Write("\r\e[K");
    }

    private static string Text(InstallProgress value) => value.Stage switch
    {
        InstallStage.Waiting => "waiting for another process that installs the same model",
        InstallStage.Asking => "asking for sizes and hashes",
        InstallStage.Downloading => string.Create(
            CultureInfo.InvariantCulture,
            $"{Share(value)}: {ByteText.Of(value.CompletedBytes)} of {ByteText.Of(value.TotalBytes)}{Speed(value)}"),
        InstallStage.Importing => $"copying {value.File}",
        InstallStage.Converting => $"converting {value.File}",
        _ => $"checking {value.File}",
    };

    private static string Share(InstallProgress value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value.TotalBytes > 0 ? 100.0 * value.CompletedBytes / value.TotalBytes : 0):0} %");

    private static string Speed(InstallProgress value) =>
        value.BytesPerSecond <= 0
            ? ""
            : $", {ByteText.Of(value.BytesPerSecond)}/s{(value.TimeLeft is { } left ? ", " + RemainingTime.Text(left) : "")}";
}
