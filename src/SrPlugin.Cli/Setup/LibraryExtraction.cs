using System.IO.Compression;
using System.IO.Hashing;
using System.Text.RegularExpressions;
using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Setup;

/// <summary>Takes the libraries that are used out of an archive with libtorch.</summary>
internal static partial class LibraryExtraction
{
    private const string Libraries = "libtorch/lib/", BuildFile = "libtorch/build-version";

    // Without these, TensorLibrary would load the CPU's part only.
    private static readonly string[] _needed = ["c10", "torch_cpu", "torch", "c10_cuda", "torch_cuda"];

    /// <summary>Extracts the libraries into a folder.</summary>
    /// <param name="archive">The zip archive.</param>
    /// <param name="build">The build that it must have.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="report">Receives the name of every file before it is extracted.</param>
    /// <param name="cancellationToken">Ends the extraction.</param>
    /// <exception cref="FaultException">The archive is damaged, of another build, or lacks a library.</exception>
    public static void Extract(string archive, string build, string folder, Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(archive);
            if (zip.GetEntry(BuildFile) is not { } entry)
                throw Fault($"{archive} has no {BuildFile}: it is not an archive with libtorch.");
            using (var reader = new StreamReader(entry.Open()))
            {
                string actual = reader.ReadToEnd().Trim();
                if (actual != build)
                    throw Fault($"{archive} has libtorch {actual}; {build} is needed.");
            }

            ZipArchiveEntry[] entries = [.. zip.Entries.Where(IsUsed)];
            foreach (string name in _needed.Select(FileName).Where(name => entries.All(library => library.Name != name)))
                throw Fault($"{archive} lacks {name}.");
            foreach (ZipArchiveEntry library in entries)
            {
                report(library.Name);
                Extract(library, Path.Combine(folder, library.Name), cancellationToken);
            }
        }
        catch (InvalidDataException exception)
        {
            throw Fault($"{archive} is damaged or cut off: {exception.Message}");
        }
    }

    private static void Extract(ZipArchiveEntry entry, string path, CancellationToken cancellationToken)
    {
        var checksum = new Crc32();
        var block = new byte[1 << 20];
        using Stream source = entry.Open(), target = File.Create(path);
        for (int length; (length = source.Read(block)) > 0; cancellationToken.ThrowIfCancellationRequested())
        {
            checksum.Append(block.AsSpan(0, length));
            target.Write(block, 0, length);
        }

        if (target.Length != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new InvalidDataException($"the checksum of {entry.FullName} is wrong.");
    }

    private static bool IsUsed(ZipArchiveEntry entry) =>
        entry.FullName == Libraries + entry.Name && LibraryName().IsMatch(entry.Name) && !UnusedName().IsMatch(entry.Name);

    private static string FileName(string name) => OperatingSystem.IsWindows() ? $"{name}.dll" : $"lib{name}.so";

    private static FaultException Fault(string message) =>
        new(ExitCode.BadInput, message, "Download it again: srplugin setup cuda gets the right one without --from.");

    [GeneratedRegex(@"^[\w.+-]+(\.dll|\.so(\.[\d.]+)?)$")]
    private static partial Regex LibraryName();

    // packaging/torch/Torch.targets leaves out the same of the program's own libtorch.
    [GeneratedRegex(
        @"^(lib)?(aoti_custom_ops|backend_with_compiler|iompstubs5md|jitbackend_test|nnapi_backend|shm|torch_python|torchbind_test)\.")]
    private static partial Regex UnusedName();
}
