using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Data;

/// <summary>Reads the photos that a recipe names.</summary>
internal static class PhotoFiles
{
    private static readonly string[] s_jpeg = [".jpg", ".jpeg"];
    private static readonly string[] s_lossless = [".png", ".ppm", ".tif", ".tiff", ".webp"];

    /// <summary>The RGB photos of a file, or of a folder in the order of their names; of a folder, JPEG files at half their size.</summary>
    /// <param name="path">A file or a folder; a leading ~ stands for the user's home.</param>
    public static IEnumerable<PlanarImage> Load(string path)
    {
        if (path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]);
        if (!Directory.Exists(path))
            return [Read(path)];
        return Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Where(file => IsOf(file, s_jpeg) || IsOf(file, s_lossless))
            .Select(file => IsOf(file, s_jpeg) ? Halved(Read(file)) : Read(file));
    }

    private static PlanarImage Read(string path) => PlanarImage.FromPixels(PictureFile.Load(path).Pixels).ToRgb();

    private static PlanarImage Halved(PlanarImage photo) => Resampler.Resize(photo, photo.Width / 2, photo.Height / 2, ResampleFilter.Area);

    private static bool IsOf(string file, string[] extensions) =>
        extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
}
