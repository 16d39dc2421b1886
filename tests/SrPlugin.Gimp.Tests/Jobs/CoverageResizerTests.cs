using System.Runtime.InteropServices;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>Selections that become layer masks.</summary>
public sealed class CoverageResizerTests
{
    [Fact]
    public void Resize_CoveredFully_NeedsNoMask() =>
        CoverageResizer.Resize([255, 255, 255, 255], SampleFormat.UInt8, 2, 2, 4, 4).ShouldBeEmpty();

    [Fact]
    public void Resize_Edge_IsInterpolated()
    {
        byte[] resized = CoverageResizer.Resize([0, 255], SampleFormat.UInt8, 2, 1, 4, 1);

        resized.ShouldBe([0, 64, 191, 255]);
    }

    [Fact]
    public void Resize_EveryFormat_GivesTheSame()
    {
        ushort[] words = [0, 65535, 32768, 65535];
        float[] floats = [0, 1, 32768 / 65535f, 1];

        byte[] ofWords = CoverageResizer.Resize(MemoryMarshal.AsBytes(words.AsSpan()), SampleFormat.UInt16, 2, 2, 3, 5);
        byte[] ofFloats = CoverageResizer.Resize(MemoryMarshal.AsBytes(floats.AsSpan()), SampleFormat.Float32, 2, 2, 3, 5);

        ofWords.ShouldBe(ofFloats);
        ofWords[0].ShouldBe((byte)0);
        ofWords[^1].ShouldBe((byte)255);
    }
}
