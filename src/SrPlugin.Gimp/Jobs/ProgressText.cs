using System.Globalization;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the progress bar says.</summary>
internal static class ProgressText
{
    /// <summary>The stage, how far it is, and how long the job still takes.</summary>
    public static string Of(JobProgress progress)
    {
        string count = progress.TileCount > 1 ? string.Create(CultureInfo.InvariantCulture, $" {Math.Min(progress.Tile + 1, progress.TileCount)}/{progress.TileCount}") : "";
        return $"Super Resolution: {StageNames.Of(progress.Stage)}{count}{Left(progress.SecondsLeft)}";
    }

    private static string Left(double? seconds) => seconds switch
    {
        null or < 0 => "",
        < 1 => ", almost done",
        < 90 => string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(seconds.Value)} s left"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(seconds.Value / 60)} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {seconds.Value / 3600:0.#} h left"),
    };
}
