using System.Globalization;
using System.IO.Enumeration;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Opens, restores and saves one file after another.</summary>
/// <param name="editor">Who opens and saves.</param>
/// <param name="effect">What is applied.</param>
/// <param name="output">Told of every file as it is done.</param>
internal sealed class BatchRun(IEditor editor, SuperResolution effect, TextWriter output)
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"];

    /// <summary>Runs the batch.</summary>
    /// <param name="files">A file, a folder, or a folder with a pattern.</param>
    /// <param name="folder">Where the results go.</param>
    /// <param name="settings">What is applied.</param>
    /// <exception cref="EffectException">No file was found, or the results would replace the sources.</exception>
    public BatchReport Run(string files, string folder, EffectSettings settings)
    {
        List<string> sources = Find(files);
        if (sources.Count == 0)
            throw new EffectException($"No picture matches \"{files}\" (seen from {Environment.CurrentDirectory}).");
        string target = Path.GetFullPath(folder);
        if (sources.Any(source => Path.GetDirectoryName(source) == target))
            throw new EffectException($"The results would replace their sources in {target}. Name another folder.");
        Directory.CreateDirectory(target);

        int done = 0, skipped = 0;
        var failures = new List<string>();
        var lines = new List<string>();
        foreach (string source in sources)
        {
            string name = Path.GetFileName(source), result = Path.Combine(target, name);
            if (File.Exists(result))
            {
                skipped++;
                Report($"skipped {name}: {result} is there already");
                continue;
            }

            try
            {
                Report($"done    {name}: {Process(source, result, settings)}");
                done++;
            }
            catch (Exception exception) when (FailureText.IsForeseen(exception))
            {
                string reason = FailureText.Of(exception);
                failures.Add($"{name}: {reason}");
                Report($"FAILED  {name}: {reason}");
                if (FailureText.MeetsEveryJob(exception))
                {
                    failures.Add("The other files would fail in the same way; they were not tried.");
                    break;
                }
            }
        }

        var report = new BatchReport(done, skipped, failures, lines);
        output.WriteLine(report.Summary);
        return report;

        void Report(string line)
        {
            lines.Add(line);
            output.WriteLine(line);
        }
    }

    private string Process(string source, string result, EffectSettings settings)
    {
        (int image, int drawable) = editor.OpenFile(source);
        try
        {
            JobResult made = effect.Apply([drawable], settings, JobPriority.Batch).Result;

            // Under another name until it is whole: what has the right name is skipped the next time.
            string unfinished = Path.Combine(
                Path.GetDirectoryName(result)!, $".unfinished-{Environment.ProcessId}-{Path.GetFileName(result)}");
            try
            {
                editor.SaveFile(image, drawable, unfinished);
                File.Move(unfinished, result);
            }
            finally
            {
                File.Delete(unfinished);
            }

            return string.Create(CultureInfo.InvariantCulture, $"{made.Width}×{made.Height} in {made.Seconds:0.0} s");
        }
        finally
        {
            editor.CloseImage(image);
        }
    }

    private static List<string> Find(string files)
    {
        string full = Path.GetFullPath(files);
        if (File.Exists(full))
            return [full];
        if (Directory.Exists(full))
            return [.. Directory.EnumerateFiles(full).Where(IsPicture).Order(StringComparer.Ordinal)];
        string folder = Path.GetDirectoryName(full) ?? full, pattern = Path.GetFileName(full);
        return Directory.Exists(folder)
            ? [
                .. Directory.EnumerateFiles(folder).Where(file => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file)))
                    .Order(StringComparer.Ordinal)
            ]
            : [];
    }

    private static bool IsPicture(string file) => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
