using System.Globalization;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>What is being done, and how long it will take.</summary>
    public static string Describe(JobProgress? progress)
    {
        if (progress is null)
            return "Contacting the service…";
        string stage = StageNames.Of(progress.Stage);
        string text = Count(char.ToUpperInvariant(stage[0]) + stage[1..], progress);
        return progress.SecondsLeft is { } seconds ? $"{text} About {Duration(seconds)} left." : text;
    }

    private static string Count(string what, JobProgress progress) =>
        progress.TileCount > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{what}, {progress.Tile} of {progress.TileCount}.")
            : what + "…";

    private static string Duration(double seconds) =>
        seconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(seconds))} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60)} min");
}
