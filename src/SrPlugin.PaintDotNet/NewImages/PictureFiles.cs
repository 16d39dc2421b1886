using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PaintDotNet.AppModel;
using SrPlugin.PaintDotNet.Jobs;

namespace SrPlugin.PaintDotNet.NewImages;

/// <summary>
/// Saves enlarged pictures in a folder and opens them in the running editor. A file, not the clipboard: it overwrites nothing of the
/// user's, holds what a clipboard cannot (size, alpha, profile), opens as an image of its own without further steps, and survives the
/// editor.
/// </summary>
/// <param name="folder">Where to save.</param>
internal sealed class PictureFiles(string folder) : INewImages
{
    private const int MostNumbers = 1000;

    /// <summary>Saves in the user's pictures.</summary>
    public static PictureFiles InPictures() =>
        new(
            Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.MyPictures, Environment.SpecialFolderOption.DoNotVerify),
                "Super Resolution"));

    /// <inheritdoc/>
    public string Open(EnlargedPicture picture, IAppInfoService? host, CancellationToken cancellationToken)
    {
        string path = Save(picture, cancellationToken);
        try
        {
            using var started = Process.Start(CommandFor(path, host));
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            throw new IOException(
                $"The enlarged picture is saved as {path}, but could not be opened: {exception.Message} Open it from there.", exception);
        }

        return path;
    }

    /// <summary>How a picture is opened: a second start of the editor hands its arguments to the running one.</summary>
    public static ProcessStartInfo CommandFor(string path, IAppInfoService? host)
    {
        // The Store's version has no program that can be started by its path; it registers a protocol with the same arguments.
        if (host is null || host.InstallType == AppInstallType.Appx)
            return new ProcessStartInfo($"paintdotnet:\"{path}\"") { UseShellExecute = true };
        var command = new ProcessStartInfo(Path.Combine(host.InstallDirectory, "paintdotnet.exe")) { UseShellExecute = false };
        command.ArgumentList.Add(path);
        return command;
    }

    /// <summary>Saves a picture under a name of its own.</summary>
    public string Save(EnlargedPicture picture, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using FileStream file = CreateFile();
        try
        {
            PngFile.Write(file, picture, cancellationToken);
        }
        catch
        {
            file.Dispose();
            File.Delete(file.Name);
            throw;
        }

        return file.Name;
    }

    private FileStream CreateFile()
    {
        for (int number = 1; ; number++)
        {
            // The picture is made already, and must not be lost for want of a name: in a folder this full it is the time.
            string name = number <= MostNumbers
                ? string.Create(CultureInfo.InvariantCulture, $"Enlarged {number:000}")
                : string.Create(CultureInfo.InvariantCulture, $"Enlarged {DateTime.Now:yyyy-MM-dd HH.mm.ss.fffffff}");
            string path = Path.Combine(folder, name + ".png");
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Taken: the next name.
            }
        }
    }
}
