using System.Runtime.InteropServices;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Cli.Tests;

public sealed class FaultCatalogTests
{
    [Fact]
    public void Describe_PictureLibraryIsMissing_NamesItAndNoOther()
    {
        Fault fault = FaultCatalog.Describe(new PictureLibraryMissingException("libvips.so.42"), ExitCode.BadInput);

        fault.Code.ShouldBe(ExitCode.BadInput);
        $"{fault.Message} {fault.Remedy}".ShouldContain("libvips.so.42");
        $"{fault.Message} {fault.Remedy}".ShouldNotContain("torch");
    }

    [Fact]
    public void Describe_DiskIsFull_SaysWhatToDo()
    {
        Fault fault = FaultCatalog.Describe(new IOException("No space left on device", 28), ExitCode.Output);

        fault.Code.ShouldBe(ExitCode.Output);
        fault.Remedy.ShouldNotBeNull().ShouldContain("-o");
    }

    [Fact]
    public void Describe_TooManyOpenFiles_NamesTheLimit() =>
        FaultCatalog.Describe(new IOException("Too many open files", 24), ExitCode.BadInput).Remedy.ShouldNotBeNull().ShouldContain("ulimit -n");

    [Fact]
    public void Describe_TensorLibraryCannotBeLoaded_IsTheDevicesAndSaysWhatToDo()
    {
        Fault fault = FaultCatalog.Describe(new TensorLibraryException("libtorch_cpu.so is cut off.", null));

        fault.Code.ShouldBe(ExitCode.Device);
        fault.Message.ShouldContain("libtorch_cpu.so is cut off");
        fault.Remedy.ShouldNotBeNull().ShouldContain("Install SrPlugin again");
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    [InlineData("CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    public void Describe_TensorLibraryRanOutOfMemory_IsTheDevices(string message) =>
        FaultCatalog.Describe(new ExternalException(message)).Code.ShouldBe(ExitCode.Device);
}
