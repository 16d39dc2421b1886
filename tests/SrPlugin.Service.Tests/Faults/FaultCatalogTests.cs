using System.Runtime.InteropServices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;
using SrPlugin.Service.Faults;

namespace SrPlugin.Service.Tests.Faults;

public sealed class FaultCatalogTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB")]
    [InlineData("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes.")]
    [InlineData("CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("std::bad_alloc")]
    public void Describe_TensorLibraryRanOutOfMemory_IsOutOfMemory(string message) =>
        FaultCatalog.Describe(new ExternalException(message)).Code.ShouldBe(ErrorCode.OutOfMemory);

    [Fact]
    public void Describe_LibraryThatCannotBeLoaded_IsNoLackOfMemory() =>
        FaultCatalog.Describe(new DllNotFoundException("libgomp.so.1: cannot allocate memory in static TLS block")).Code.ShouldBe(ErrorCode.DeviceUnavailable);

    [Fact]
    public void Describe_ConfigurationThatIsNotImplemented_IsTheModels() =>
        FaultCatalog.Describe(new NotSupportedException("act_fn is mish.")).Code.ShouldBe(ErrorCode.ModelDamaged);

    [Fact]
    public void Describe_ModelThatCannotEstimate_IsTheRequestsAndHasARemedy()
    {
        ErrorResponse error = FaultCatalog.Describe(new EstimatorMissingException("It cannot.", "Choose another."));

        (error.Code, error.Message, error.Remedy).ShouldBe((ErrorCode.InvalidRequest, "It cannot.", "Choose another."));
    }
}
