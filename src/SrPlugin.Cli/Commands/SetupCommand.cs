using System.CommandLine;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Setup;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin setup cuda|cpu</c>.</summary>
internal sealed class SetupCommand(CliConsole console, CommandCancellation cancellation, TimeProvider clock) : ICliCommand
{
    // What the archive has, and what is extracted from it.
    private const double DownloadBytes = 3.9e9, InstalledBytes = 6e9;

    public Command Build()
    {
        Option<bool> json = SharedOptions.Json();
        var from = new Option<string?>("--from")
        {
            Description = "The archive as a file that you downloaded, or the address of a copy. [default: PyTorch's server]",
            HelpName = "FILE|ADDRESS",
        };
        var accept = new Option<bool>("--accept-licence")
        {
            Description = "Accept the licences of PyTorch and of NVIDIA's libraries; asked otherwise.",
        };
        var cuda = new Command(
            "cuda", "Get a tensor library with CUDA for NVIDIA graphics cards, try it, and use it from then on.") { from, accept, json };
        cuda.SetAction(parsed => AddCuda(parsed.GetValue(from), parsed.GetValue(accept), parsed.GetValue(json)));

        var cpu = new Command("cpu", "Remove what setup cuda got, and compute on the CPU again.") { json };
        cpu.SetAction(parsed => RemoveCuda(parsed.GetValue(json)));
        return new Command("setup", "Choose what computes: an NVIDIA graphics card, or the CPU.") { cuda, cpu };
    }

    private int AddCuda(string? from, bool accepts, bool json)
    {
        if (OperatingSystem.IsMacOS())
            throw new FaultException(ExitCode.Device, "There is no CUDA for macOS.", "SrPlugin computes on the CPU there.");
        NvidiaDriver driver = NvidiaDriver.Find() ?? throw new FaultException(
            ExitCode.Device, "No driver of an NVIDIA graphics card was found (nvidia-smi).",
            "SrPlugin computes on NVIDIA graphics cards, or on the CPU. Install NVIDIA's driver first.");
        if (driver.Version < NvidiaDriver.Oldest)
        {
            throw new FaultException(
                ExitCode.Device, $"The driver {driver.Version} of {driver.Card} is too old; {NvidiaDriver.Oldest} or newer is needed.",
                "Install a newer driver from NVIDIA.");
        }

        LibraryArchive archive = LibraryArchive.WithCuda;
        string? file = from is null || from.Contains("://", StringComparison.Ordinal) ? null : Path.GetFullPath(from);
        if (from is not null && file is null)
            archive = archive with { Address = AddressOf(from) };
        if (file is not null && !File.Exists(file))
            throw new FaultException(ExitCode.BadInput, $"There is no file {file}.");
        console.Error.WriteLine(
            $"{driver.Card}, driver {driver.Version}. libtorch {archive.Build} from {file ?? archive.Address.ToString()}");
        string size = file is null ? $"about {ByteText.Of(archive.Size ?? DownloadBytes)}" : "nothing";
        console.Error.WriteLine(
            $"To download: {size}. Installed, it takes about {ByteText.Of(InstalledBytes)} in {AddedTensorLibrary.Folder}");
        AskForConsent(accepts);

        FaultCatalog.Within(ExitCode.Output, () =>
        {
            InstallAsync(archive, file).GetAwaiter().GetResult();
            return true;
        });
        if (json)
            CliJson.WriteLine(console.Out, new { ok = true, folder = AddedTensorLibrary.Folder, card = driver.Card });
        else
        {
            console.Out.WriteLine(
                $"{driver.Card} computes from now on; a service that runs must be stopped first (srplugin service stop).");
            console.Out.WriteLine("The way back: srplugin setup cpu");
        }

        return (int)ExitCode.Ok;
    }

    private async Task InstallAsync(LibraryArchive archive, string? file)
    {
        using var display = new InstallDisplay(console, clock);
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "srplugin.exe" : "srplugin");
        var setup = new CudaSetup(archive, AddedTensorLibrary.Folder, new LibraryTrial(program, "cuda"), display);
        if (file is not null)
        {
            await setup.CheckAsync(file, cancellation.Token).ConfigureAwait(false);
            await setup.InstallAsync(file, cancellation.Token).ConfigureAwait(false);
            return;
        }

        using var downloader = new Downloader(new DownloadOptions());
        string downloaded = await setup.DownloadAsync(downloader, cancellation.Token).ConfigureAwait(false);
        try
        {
            await setup.InstallAsync(downloaded, cancellation.Token).ConfigureAwait(false);
            File.Delete(downloaded);
        }
        catch (FaultException exception) when (exception.Fault.Code == ExitCode.BadInput)
        {
            // Another attempt begins with another download.
            File.Delete(downloaded);
            throw;
        }
    }

    private int RemoveCuda(bool json)
    {
        string folder = AddedTensorLibrary.Folder;
        bool wasThere = AddedTensorLibrary.IsInstalled;
        FaultCatalog.Within(ExitCode.Output, () =>
        {
            CudaSetup.DeleteFolder(folder);
            foreach (string rest in (string[])[folder + ".zip", folder + ".zip.part", folder + ".zip.part.json"])
                File.Delete(rest);
            return true;
        });
        if (json)
            CliJson.WriteLine(console.Out, new { ok = true, removed = wasThere ? folder : null });
        else
        {
            console.Out.WriteLine(
                wasThere ? $"Removed: {folder}. The CPU computes from now on." : "No library with CUDA was installed; the CPU computes.");
        }

        return (int)ExitCode.Ok;
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new FaultException(ExitCode.Usage, $"'{text}' is neither a file nor an https address.");

    private void AskForConsent(bool accepts)
    {
        console.Error.WriteLine("Licences: PyTorch, BSD-3-Clause; NVIDIA's CUDA and cuDNN, proprietary, free to use with NVIDIA's cards: "
            + "https://docs.nvidia.com/cuda/eula/ "
            + "https://docs.nvidia.com/deeplearning/cudnn/latest/reference/eula.html");
        if (accepts)
            return;
        if (console.Answers is not null)
        {
            console.Error.Write("Do you accept? [y/N] ");
            if (console.Answers.ReadLine()?.Trim() is "y" or "Y" or "yes")
                return;
        }

        throw new FaultException(
            ExitCode.Usage, "The licences were not accepted.", "Read them, and run the command again with --accept-licence.");
    }
}
