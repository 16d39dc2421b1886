using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Reads pictures, upright, with faults in the user's words.</summary>
internal static class PictureReading
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file, or <see cref="PathNames.StandardStream"/>.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <exception cref="FaultException">The file is missing, damaged, of no known format, or holds several pages of which none is
    /// named.</exception>
    public static Picture Picture(string path, int? page = null) =>
        Within(
            () =>
                (path == PathNames.StandardStream ? PictureFile.Decode(StandardInput(), page) : PictureFile.Load(path, page))
                    .ApplyOrientation());

    /// <summary>Reads the middle of a picture; no more than that is kept in memory.</summary>
    /// <param name="path">The file, or <see cref="PathNames.StandardStream"/>.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <param name="side">The most pixels of a side.</param>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static Picture Middle(string path, int? page, int side) =>
        path == PathNames.StandardStream ? Picture(path, page) : Within(() => PictureFile.LoadMiddle(path, page, side));

    /// <summary>Reads every page of a picture.</summary>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static IReadOnlyList<Picture> Pages(string path) => Within(() =>
    {
        byte[] file = path == PathNames.StandardStream ? StandardInput() : File.ReadAllBytes(path);
        Picture first = PictureFile.Decode(file, 1);

        // Frames of an animation are no pages: reading it without a number says so.
        if (first.PageCount == 1)
            return [PictureFile.Decode(file).ApplyOrientation()];
        IEnumerable<Picture> others = Enumerable.Range(2, first.PageCount - 1)
            .Select(page => PictureFile.Decode(file, page).ApplyOrientation());
        return (IReadOnlyList<Picture>)[first.ApplyOrientation(), .. others];
    });

    /// <summary>Reads a picture's samples as sRGB.</summary>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static PixelBuffer Srgb(string path) => WorkingColors.Of(Picture(path)).Pixels;

    /// <summary>A picture as coverage 0…1: its brightness, times its alpha where it has one.</summary>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static PixelBuffer Mask(string path)
    {
        PlanarImage image = PlanarImage.FromPixels(Srgb(path));
        var mask = new PixelBuffer(image.Width, image.Height, 1, SampleFormat.Float32);
        Span<float> coverage = mask.Samples<float>();
        double[] luma = ImageQuality.Luma(image); // 16…235
        ReadOnlySpan<float> alpha = image.HasAlpha ? image.Plane(image.Channels - 1) : default;
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = Math.Clamp((float)((luma[i] - 16) / 219) * (alpha.IsEmpty ? 1 : alpha[i]), 0, 1);
        return mask;
    }

    private static T Within<T>(Func<T> read) => FaultCatalog.Within(ExitCode.BadInput, read);

    private static byte[] StandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        using var file = new MemoryStream();
        input.CopyTo(file);
        return file.ToArray();
    }
}
