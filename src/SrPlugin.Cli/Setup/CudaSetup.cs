using System.Security.Cryptography;
using SrPlugin.Cli.Faults;
using SrPlugin.Inference.Devices;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Setup;

/// <summary>
/// Adds a libtorch with CUDA to the program: gets it, extracts what is used, tries it, and only then puts it where it is used.
/// </summary>
/// <param name="archive">The archive.</param>
/// <param name="folder">The folder that the library goes to.</param>
/// <param name="trial">The trial.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class CudaSetup(LibraryArchive archive, string folder, LibraryTrial trial, IProgress<InstallProgress> progress)
{
    /// <summary>Downloads the archive, or goes on where an earlier download stopped.</summary>
    /// <param name="downloader">The downloader.</param>
    /// <param name="cancellationToken">Ends the download; what has arrived stays.</param>
    /// <returns>The path of the archive.</returns>
    /// <exception cref="FaultException">The download failed.</exception>
    public async Task<string> DownloadAsync(Downloader downloader, CancellationToken cancellationToken)
    {
        string path = folder + ".zip";
        // It stays where the trial fails: after a new driver, for example, it need not be downloaded again.
        if (File.Exists(path))
            return path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await downloader.DownloadAsync(
                [new DownloadSource(archive.Address, archive.Size, archive.Sha256)], path, null,
                arrived => progress.Report(new InstallProgress(InstallStage.Downloading, null, arrived, archive.Size ?? 0)), [],
                cancellationToken).ConfigureAwait(false);
        }
        catch (ModelStoreException exception) when (exception.Fault == StoreFault.DownloadFailed)
        {
            throw new FaultException(
                new Fault(
                    ExitCode.Download, exception.Message,
                    "Run the same command again: it goes on where it stopped. A file that you downloaded otherwise can be given with "
                        + "--from."),
                exception);
        }

        return path;
    }

    /// <summary>Compares the hash of an archive that was downloaded otherwise.</summary>
    /// <exception cref="FaultException">The content is another one.</exception>
    public async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (archive.Sha256 is not { } wanted)
            return;
        progress.Report(new InstallProgress(InstallStage.Checking, path));
        using FileStream file = File.OpenRead(path);
        string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        if (!hash.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw new FaultException(
                ExitCode.BadInput, $"{path} is another file than {archive.Address} (SHA-256 {hash} instead of {wanted}).",
                $"Download it again from {archive.Address}");
        }
    }

    /// <summary>Extracts an archive, tries what is in it, and puts it in its place.</summary>
    /// <exception cref="FaultException">The archive cannot be used, or the trial failed. What was there before stays.</exception>
    public async Task InstallAsync(string path, CancellationToken cancellationToken)
    {
        string staging = folder + ".new";
        DeleteFolder(staging);
        Directory.CreateDirectory(staging);
        try
        {
            LibraryExtraction.Extract(
                path, archive.Build, staging, name => progress.Report(new InstallProgress(InstallStage.Importing, name)),
                cancellationToken);
            progress.Report(new InstallProgress(InstallStage.Checking, "it with a small picture"));
            if (await trial.FindFaultAsync(staging, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                throw new FaultException(
                    ExitCode.Device, $"The libtorch with CUDA does not work here: {fault}",
                    "Nothing was changed; the CPU computes as before.");
            }

            AddedTensorLibrary.Accept(staging);
            DeleteFolder(folder);
            Directory.Move(staging, folder);
        }
        finally
        {
            DeleteFolder(staging);
        }
    }

    /// <summary>Removes a folder, if it is there.</summary>
    public static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
