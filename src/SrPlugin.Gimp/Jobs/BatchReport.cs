using System.Globalization;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What became of many files.</summary>
/// <param name="Done">How many were made.</param>
/// <param name="Skipped">How many were there already.</param>
/// <param name="Failures">What failed, and why.</param>
/// <param name="Lines">A line for each file.</param>
internal sealed record BatchReport(int Done, int Skipped, IReadOnlyList<string> Failures, IReadOnlyList<string> Lines)
{
    /// <summary>All of it in a few lines.</summary>
    public string Summary
    {
        get
        {
            string counts = string.Create(
                CultureInfo.InvariantCulture, $"srplugin-batch: {Done} done, {Skipped} skipped, {Failures.Count} failed");
            return Failures.Count == 0 ? counts : $"{counts}:\n{string.Join('\n', Failures)}";
        }
    }
}
