using System.Diagnostics;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;

namespace SrPlugin.Cli.Setup;

/// <summary>
/// Tries a libtorch in processes of their own, where a crash ends nothing else: a small picture on its device, compared with the CPU's.
/// </summary>
/// <param name="program">The command line's program.</param>
/// <param name="device">The device to try.</param>
internal sealed class LibraryTrial(string program, string device)
{
    private const string FaultPrefix = "srplugin: ";
    private const int Width = 64, Height = 48, Seed = 1;

    // Convolutions on a graphics card multiply with fewer digits.
    private const int MostLevels = 4;

    /// <summary>Finds the reason why a libtorch cannot be used.</summary>
    /// <param name="folder">The folder of the library.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <returns>Null where it works.</returns>
    public async Task<string?> FindFaultAsync(string folder, CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder();
        string photo = Path.Combine(scratch.Path, "photo.png"), expected = Path.Combine(scratch.Path, "cpu.png");
        string actual = Path.Combine(scratch.Path, "tried.png"), own = Path.Combine(Path.GetDirectoryName(program)!, "libtorch");
        var pixels = new PixelBuffer(Width, Height, 3, SampleFormat.UInt8);
        new Random(Seed).NextBytes(pixels.Bytes);
        PictureFile.Save(new Picture(pixels), photo);
        return await RestoreAsync(photo, expected, "cpu", own, cancellationToken).ConfigureAwait(false)
            ?? await RestoreAsync(photo, actual, device, folder, cancellationToken).ConfigureAwait(false)
            ?? Compare(expected, actual);
    }

    private async Task<string?> RestoreAsync(string photo, string result, string where, string folder, CancellationToken cancellationToken)
    {
        string[] arguments = ["upscale", photo, "-o", result, "--mode", "restore", "--device", where, "--precision", "fp32"];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { [TensorLibrary.FolderVariable] = folder },
        };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            string[] lines = (await error.ConfigureAwait(false)).Split('\n');
            if (process.ExitCode == 0)
                return null;
            string? fault = lines.FirstOrDefault(line => line.StartsWith(FaultPrefix, StringComparison.Ordinal))?[FaultPrefix.Length..]
                .Trim();
            return $"on {where}, {fault ?? $"the process crashed (code {process.ExitCode})"}";
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private string? Compare(string expected, string actual)
    {
        ReadOnlySpan<byte> one = PictureFile.Load(expected).Pixels.Bytes, other = PictureFile.Load(actual).Pixels.Bytes;
        int difference = one.Length == other.Length ? 0 : byte.MaxValue;
        for (int i = 0; i < one.Length && difference < byte.MaxValue; i++)
            difference = Math.Max(difference, Math.Abs(one[i] - other[i]));
        return difference <= MostLevels ? null : $"the picture of {device} differs from the CPU's by {difference} of 255 levels";
    }
}
