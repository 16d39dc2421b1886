using System.Runtime.InteropServices;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests.Tiling;

/// <summary>The blending weights against upstream's _gaussian_weights.</summary>
[Trait("Kind", "Parity")]
public sealed class LatentTileWeightsParityTests
{
    private const double RelativeTolerance = 1e-12;

    [Theory]
    [InlineData("w12")]
    [InlineData("w16")]
    public void Create_Square_EqualsUpstream(string name)
    {
        using var golden = new GoldenTensors("s3diff/gaussian_weights.safetensors");
        var expected = MemoryMarshal.Cast<byte, double>(golden[name].bytes);
        int side = (int)golden[name].shape[0];

        double[] weights = LatentTileWeights.Create(side, side);

        for (int i = 0; i < weights.Length; i++)
            weights[i].ShouldBe(expected[i], expected[i] * RelativeTolerance);
    }

    [Theory]
    [InlineData("row0", true, 0)]
    [InlineData("row48", true, 48)]
    [InlineData("col0", false, 0)]
    [InlineData("col48", false, 48)]
    public void Create_LinesOfARealTile_EqualUpstream(string line, bool isRow, int index)
    {
        const int Side = 96;
        using var golden = new GoldenTensors("s3diff/gaussian_weights.safetensors");
        var expected = MemoryMarshal.Cast<byte, double>(golden[$"w{Side}.{line}"].bytes);

        double[] weights = LatentTileWeights.Create(Side, Side);

        for (int i = 0; i < Side; i++)
            weights[isRow ? (index * Side) + i : (i * Side) + index].ShouldBe(expected[i], expected[i] * RelativeTolerance);
    }
}
