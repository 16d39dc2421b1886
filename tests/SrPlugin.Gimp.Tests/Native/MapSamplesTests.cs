using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Native;

public sealed class MapSamplesTests
{
    private static readonly byte[] Yellow = [255, 220, 0, 64];

    [Fact]
    public void Convert_ToTheLayersSamples_KeepsTheColour()
    {
        MapSamples.Convert(Yellow, 4, SampleFormat.UInt8).ShouldBe(Yellow);
        MemoryMarshal.Cast<byte, ushort>(MapSamples.Convert(Yellow, 4, SampleFormat.UInt16))
            .ToArray().ShouldBe([65535, 220 * 257, 0, 64 * 257]);
        MemoryMarshal.Cast<byte, float>(MapSamples.Convert(Yellow, 4, SampleFormat.Float32))
            .ToArray().ShouldBe([1, 220 / 255f, 0, 64 / 255f]);
    }

    [Fact]
    public void Convert_ToGrey_IsLightForASmallChangeAndDarkForALargeOne()
    {
        MapSamples.Convert([.. Yellow, 255, 0, 0, 255], 2, SampleFormat.UInt8).ShouldBe([205, 64, 76, 255]);
    }
}
