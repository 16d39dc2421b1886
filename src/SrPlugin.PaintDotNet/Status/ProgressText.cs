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
        string text = progress.Stage switch
        {
            "queued" => "Waiting for other jobs…",
            "loading" => "Loading the model…",
            "estimate" => "Estimating blur and noise…",
            "denoise" => Count("Restoring", progress),
            "encode" or "decode" or "prepare" or "prompts" or "fold" or "finish" => Count(char.ToUpperInvariant(progress.Stage[0]) + progress.Stage[1..], progress),
            _ => progress.Stage,
        };
        return progress.SecondsLeft is { } seconds ? $"{text} About {Duration(seconds)} left." : text;
    }

    private static string Count(string what, JobProgress progress) =>
        progress.TileCount > 1 ? string.Create(CultureInfo.InvariantCulture, $"{what}, {progress.Tile} of {progress.TileCount}.") : what + "…";

    private static string Duration(double seconds) =>
        seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(seconds))} s") : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60)} min");
}
