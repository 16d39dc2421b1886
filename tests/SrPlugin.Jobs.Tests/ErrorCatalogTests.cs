using System.Runtime.InteropServices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;

namespace SrPlugin.Jobs.Tests;

public sealed class ErrorCatalogTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    [InlineData("CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("std::bad_alloc")]
    public void Find_TensorLibraryRanOutOfMemory_IsOutOfMemory(string message) =>
        ErrorCatalog.Find(new ExternalException(message))!.Code.ShouldBe(ErrorCode.OutOfMemory);

    [Fact]
    public void Find_LibraryThatCannotBeLoaded_SaysWhatToDo()
    {
        ErrorResponse error =
            ErrorCatalog.Find(
                new TypeInitializationException("torch", new DllNotFoundException("libgomp.so.1: cannot allocate memory\nat …")))!;

        (error.Code, error.Message)
            .ShouldBe((ErrorCode.DeviceUnavailable, "A native library cannot be loaded: libgomp.so.1: cannot allocate memory"));
        error.Remedy.ShouldNotBeNull().ShouldContain("srplugin doctor");
    }

    [Fact]
    public void Find_ModelThatCannotEstimate_IsTheRequestsAndHasARemedy()
    {
        ErrorResponse error = ErrorCatalog.Find(new EstimatorMissingException("It cannot.", "Choose another."))!;

        (error.Code, error.Message, error.Remedy).ShouldBe((ErrorCode.InvalidRequest, "It cannot.", "Choose another."));
    }

    [Fact]
    public void Find_FileSystemOrProgrammingError_IsLeftToTheCaller()
    {
        ErrorCatalog.Find(new IOException("std::bad_alloc")).ShouldBeNull();
        ErrorCatalog.Find(new ArgumentNullException("value")).ShouldBeNull();
    }
}
