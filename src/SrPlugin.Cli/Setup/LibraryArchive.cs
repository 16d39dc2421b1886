using SrPlugin.Inference.Devices;

namespace SrPlugin.Cli.Setup;

/// <summary>An archive with libtorch as its makers publish it.</summary>
/// <param name="Address">The web address.</param>
/// <param name="Build">What the file <c>libtorch/build-version</c> in it says.</param>
/// <param name="Size">The size in bytes; null when unknown.</param>
/// <param name="Sha256">The SHA-256; null when unknown.</param>
internal sealed record LibraryArchive(Uri Address, string Build, long? Size = null, string? Sha256 = null)
{
    private const string Build128 = AddedTensorLibrary.Version + "+cu128";

    /// <summary>Gets the archive with CUDA for this system.</summary>
    public static LibraryArchive WithCuda { get; } = OperatingSystem.IsWindows()
        ? new(new Uri("https://download.pytorch.org/libtorch/cu128/libtorch-win-shared-with-deps-2.10.0%2Bcu128.zip"), Build128)
        : new(
            new Uri("https://download.pytorch.org/libtorch/cu128/libtorch-shared-with-deps-2.10.0%2Bcu128.zip"), Build128, 3_917_843_662,
            "429aa9fead3cf3d557e7c310442a1fae3879cdc14a469ff452043b39b61666a9");
}
