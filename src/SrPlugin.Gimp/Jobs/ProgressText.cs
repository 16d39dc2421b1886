using System.Globalization;
using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the progress bar says.</summary>
internal static class ProgressText
{
    /// <summary>The stage, how far it is, and how long the job still takes.</summary>
    public static string Of(JobProgress progress)
    {
        string count = progress.TileCount > 1
            ? string.Create(CultureInfo.InvariantCulture, $" {Math.Min(progress.Tile + 1, progress.TileCount)}/{progress.TileCount}")
            : "";
        return $"Super Resolution: {StageNames.Of(progress.Stage)}{count}{RemainingTimeText.Of(progress.SecondsLeft)}";
    }
}
