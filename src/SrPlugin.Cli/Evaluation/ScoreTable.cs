using System.Globalization;
using System.Text;
using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Evaluation;

/// <summary>A table of scores, as the papers print it: Markdown or CSV, by the file's extension.</summary>
internal static class ScoreTable
{
    /// <summary>Checks a file's name.</summary>
    /// <exception cref="FaultException">The extension is neither .md nor .csv.</exception>
    public static void Check(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".md" or ".csv"))
            throw new FaultException(
                ExitCode.Usage, $"--table {path} has another extension than .md and .csv.", "Choose one of them: it decides the format.");
    }

    /// <summary>Writes the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">A name and scores for every row, the mean last.</param>
    public static void Write(string path, IReadOnlyList<(string Name, PictureScores Scores)> rows)
    {
        (string Name, Func<PictureScores, double?> Value, string Format)[] columns =
            [.. new (string, Func<PictureScores, double?>, string)[]
        {
            ("PSNR-Y (dB) ↑", one => one.PsnrY, "0.00"), ("SSIM-Y ↑", one => one.Ssim, "0.0000"), ("LPIPS ↓", one => one.Lpips, "0.0000"),
            ("LPIPS-VGG ↓", one => one.LpipsVgg, "0.0000"), ("NIQE ↓", one => one.Niqe, "0.0000"),
        }.Where(column => column.Item2(rows[^1].Scores) is not null)];
        var text = new StringBuilder();
        if (Path.GetExtension(path).Equals(".md", StringComparison.OrdinalIgnoreCase))
        {
            text.Append("| picture | ").AppendJoin(" | ", columns.Select(column => column.Name)).Append(" |\n|---|")
                .Append(string.Concat(columns.Select(_ => "---:|"))).Append('\n');
            foreach (var (name, scores) in rows)
                text.Append("| ").Append(name.Replace("|", "\\|", StringComparison.Ordinal)).Append(" | ")
                    .AppendJoin(" | ", columns.Select(column => Number(column.Value(scores), column.Format))).Append(" |\n");
        }
        else
        {
            text.Append("picture,").AppendJoin(',', columns.Select(column => column.Name[..^2])).Append('\n');
            foreach (var (name, scores) in rows)
                text.Append('"').Append(name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\",")
                    .AppendJoin(',', columns.Select(column => Number(column.Value(scores), "0.######"))).Append('\n');
        }

        File.WriteAllText(path, text.ToString());
    }

    private static string Number(double? value, string format) =>
        value is not { } number ? "" : number.ToString(format, CultureInfo.InvariantCulture);
}
