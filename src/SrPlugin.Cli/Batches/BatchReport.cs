using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Batches;

/// <summary>Writes what became of a batch: JSON, CSV, or a page with thumbnails.</summary>
internal static class BatchReport
{
    private const int ThumbnailSide = 240;

    // A page that a browser still opens.
    private const int MostThumbnails = 500;

    /// <summary>Writes a report.</summary>
    /// <param name="entries">The ledger's entries.</param>
    /// <param name="path">The file; its extension chooses the kind.</param>
    /// <exception cref="FaultException">The extension is none of .json, .csv and .html.</exception>
    public static void Write(IReadOnlyList<BatchEntry> entries, string path)
    {
        string text = KindOf(path) switch
        {
            ".json" => JsonSerializer.Serialize(entries.Select(Row), CliJson.Options) + "\n",
            ".csv" => Csv(entries),
            _ => Html(entries),
        };
        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text, new UTF8Encoding(false));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Gets the kind of report that a file's name asks for.</summary>
    /// <exception cref="FaultException">None.</exception>
    public static string KindOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is var kind && kind is ".json" or ".csv" or ".html"
        ? kind
        : throw new FaultException(ExitCode.Usage, $"--report is \"{path}\"; its name must end in .json, .csv or .html.");

    private static object Row(BatchEntry entry) => new
    {
        name = entry.Item.Name,
        state = entry.State.ToString().ToLowerInvariant(),
        input = entry.Item.Input,
        output = entry.Item.Output,
        attempts = entry.Attempts,
        sourceHash = entry.SourceHash,
        resultHash = entry.ResultHash,
        seconds = entry.Seconds,
        error = entry.Error,
        recipe = entry.Recipe is { } recipe ? JsonSerializer.Deserialize<JsonElement>(recipe) : (JsonElement?)null,
    };

    private static string Csv(IReadOnlyList<BatchEntry> entries)
    {
        var text = new StringBuilder("name,state,input,output,attempts,source_sha256,result_sha256,seconds,error\n");
        foreach (BatchEntry entry in entries)
        {
            text.AppendJoin(',', ((string?[])
            [
                entry.Item.Name, entry.State.ToString().ToLowerInvariant(), entry.Item.Input, entry.Item.Output,
                entry.Attempts.ToString(CultureInfo.InvariantCulture),
                entry.SourceHash, entry.ResultHash, entry.Seconds?.ToString("0.###", CultureInfo.InvariantCulture), entry.Error,
            ]).Select(Quote)).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(string? value) =>
        value is null ? ""
        : value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value
        : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Html(IReadOnlyList<BatchEntry> entries)
    {
        var page = new StringBuilder($$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>SrPlugin batch</title>
            <style>
            body { font: 15px system-ui, sans-serif; margin: 2em }
            td { padding: .4em 1em .4em 0; vertical-align: top }
            img { max-width: {{ThumbnailSide}}px }
            .failed { color: #b00 }
            </style>
            </head><body><h1>{{Summary(entries)}}</h1><table>
            <tr><th>Picture</th><th>Before</th><th>After</th><th>Seconds</th></tr>

            """);
        int shown = 0;
        foreach (BatchEntry entry in entries)
        {
            bool isShown = entry.State == BatchState.Done && shown++ < MostThumbnails;
            page.Append(CultureInfo.InvariantCulture, $"""
                <tr class="{entry.State.ToString().ToLowerInvariant()}">
                <td>{WebUtility.HtmlEncode(entry.Item.Name)}<br>
                {WebUtility.HtmlEncode(entry.Error ?? entry.State.ToString().ToLowerInvariant())}</td>
                <td>{(isShown ? Thumbnail(entry.Item.Input) : "")}</td><td>{(isShown ? Thumbnail(entry.Item.Output) : "")}</td>
                <td>{entry.Seconds:0.0}</td></tr>

                """);
        }

        return page.Append("</table></body></html>\n").ToString();
    }

    /// <summary>Counts the states in words.</summary>
    public static string Summary(IReadOnlyList<BatchEntry> entries)
    {
        int Count(BatchState state) => entries.Count(entry => entry.State == state);
        string text = $"{Count(BatchState.Done)} of {entries.Count} pictures done";
        if (Count(BatchState.Failed) is > 0 and var failed)
            text += $", {failed} failed";
        if (Count(BatchState.Running) is > 0 and var running)
            text += $", {running} in work";
        return text;
    }

    private static string Thumbnail(string path)
    {
        try
        {
            PlanarImage picture = PlanarImage.FromPixels(WorkingColors.Of(PictureFile.Load(path)).Pixels).ToRgb();
            double factor = Math.Min(1, (double)ThumbnailSide / Math.Max(picture.Width, picture.Height));
            PlanarImage small = Resampler.Resize(
                picture, Math.Max(1, (int)(picture.Width * factor)), Math.Max(1, (int)(picture.Height * factor)), ResampleFilter.Area);
            byte[] file = PictureFile.Encode(new Picture(small.Clamp().ToPixels(SampleFormat.UInt8)), PictureFormat.Jpeg);
            return $"<img alt=\"\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(file)}\">";
        }
        catch (IOException)
        {
            // Moved or changed since.
            return "";
        }
    }
}
