using System.Globalization;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Checks, before any work, whether results fit into their formats and onto their disks.</summary>
internal static class ResultSizes
{
    // Hardly a photo becomes smaller than this share of its samples. What may fit is tried.
    private const double LeastShare = 1.0 / 20;

    /// <summary>Checks a plan. Pictures that cannot be read are left to the batch, which reports them.</summary>
    /// <param name="plan">Inputs and outputs.</param>
    /// <param name="scale">By how much pictures grow.</param>
    /// <param name="selection">The part that is worked on; null for all of it.</param>
    /// <exception cref="FaultException">A result is too large.</exception>
    public static void Verify(IReadOnlyList<(string Input, string Output)> plan, double scale, PixelRectangle? selection)
    {
        var faults = new List<string>();
        var bytes = new Dictionary<string, double>(PathNames.Comparer);
        foreach (
            (string input, string output) in plan.Where(
                item => item.Output != PathNames.StandardStream && item.Input != PathNames.StandardStream))
        {
            if (PictureFile.TryReadSize(input) is not var (width, height))
                continue;
            if (scale > 1 && selection is { } area)
                (width, height) = (area.Width, area.Height);
            (double resultWidth, double resultHeight) = (Math.Floor((width * scale) + 0.5), Math.Floor((height * scale) + 0.5));
            PictureFormat format = PictureFile.FormatOf(output);
            int most = PictureFile.MaxSideOf(format);
            if (Math.Max(resultWidth, resultHeight) > most)
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"The result of {input} would have {resultWidth}×{resultHeight} pixels, "
                        + $"and {format} holds at most {most} a side."));
            string folder = Existing(output);
            bytes[folder] = bytes.GetValueOrDefault(folder) + (resultWidth * resultHeight * 3 * LeastShare);
        }

        if (faults.Count > 0)
            throw new FaultException(
                ExitCode.Usage, string.Join(' ', faults),
                $"PNG and TIFF hold {PictureLimits.MaxSide} a side: name a .png or .tif file with -o, or choose a smaller --scale.");
        foreach ((string folder, double needed) in bytes)
        {
            if (new DriveInfo(folder).AvailableFreeSpace is var free && free < needed)
            {
                throw new FaultException(
                    ExitCode.Output,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The results take at least {needed / 1e6:0.0} MB, and the disk of {folder} has {free / 1e6:0.0} MB left."),
                    "Free some space, or choose a folder on another disk with -o.");
            }
        }
    }

    private static string Existing(string output)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(output));
        while (folder is not null && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        return folder ?? Path.GetPathRoot(Path.GetFullPath(output))!;
    }
}
