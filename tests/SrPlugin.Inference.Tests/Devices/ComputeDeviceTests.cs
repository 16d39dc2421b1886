using SrPlugin.Inference.Devices;

namespace SrPlugin.Inference.Tests.Devices;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("auto", ComputeDeviceKind.Auto, 0)]
    [InlineData("CPU", ComputeDeviceKind.Cpu, 0)]
    [InlineData("cuda", ComputeDeviceKind.Cuda, 0)]
    [InlineData("cuda:3", ComputeDeviceKind.Cuda, 3)]
    public void Parse_KnownText_ReturnsTheDevice(string text, ComputeDeviceKind kind, int index)
    {
        var device = ComputeDevice.Parse(text);

        device.ShouldBe(new ComputeDevice(kind, index));
        ComputeDevice.Parse(device.ToString()).ShouldBe(device);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    public void Parse_OtherText_Throws(string text) => Should.Throw<FormatException>(() => ComputeDevice.Parse(text));
}
