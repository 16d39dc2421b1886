using SrPlugin.Inference.Devices;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Inference.Tests.Devices;

public sealed class NativeFileTests
{
    private static string LibraryFolder => TensorLibrary.Folder;

    [LinuxFact]
    public void FindFault_LibraryInUse_FindsNone()
    {
        foreach (string path in Directory.GetFiles(LibraryFolder, "*.so*"))
            NativeFile.FindFault(path).ShouldBeNull(path);
    }

    [LinuxFact]
    public void FindFault_CutOffAnywhere_SaysSo()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(LibraryFolder, "libtorch.so"));
        foreach (int length in (int[])[0, 1, 63, 64, 100, 1000, whole.Length / 2, whole.Length - 1])
            FaultOf(whole[..length]).ShouldNotBeNull($"{length} of {whole.Length}").ShouldContain("cut off");
    }

    [LinuxFact]
    public void FindFault_OfAnotherArchitecture_NamesIt()
    {
        byte[] library = File.ReadAllBytes(Path.Combine(LibraryFolder, "libtorch.so"));
        library[18] = 183; // e_machine: EM_AARCH64

        FaultOf(library).ShouldNotBeNull().ShouldContain("Arm64");
    }

    [LinuxFact]
    public void FindFault_WebPage_SaysWhatItIsNot() =>
        FaultOf("<html>"u8.ToArray().Concat(new byte[200]).ToArray()).ShouldNotBeNull().ShouldContain("64-bit Linux");

    [Fact]
    public void FindFault_NoFile_SaysSo() =>
        NativeFile.FindFault(Path.Combine(Path.GetTempPath(), "no such library")).ShouldBe("is missing");

    [LinuxFact]
    public void FindFault_DamagedHeader_NeverThrows()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(LibraryFolder, "libtorch.so"));
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] library = [.. whole];
            library[random.Next(64)] = (byte)random.Next(256);
            FaultOf(library);
        }
    }

    private static string? FaultOf(byte[] file)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            return NativeFile.FindFault(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
