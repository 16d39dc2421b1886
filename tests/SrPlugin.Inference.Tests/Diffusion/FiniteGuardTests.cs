using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Diffusion;

public sealed class FiniteGuardTests
{
    private bool _isWide;

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Run_OverflowInHalf_ComputesAgainInSingle(float bad)
    {
        LiveTensors.DeltaOf(() =>
        {
            using var result = FiniteGuard.Run(JobStage.Decode, ScalarType.Float16, Widen, () => Value(_isWide ? 2 : bad));
            result[0].item<float>().ShouldBe(2);
        }).ShouldBeLessThanOrEqualTo(1);
        _isWide.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ScalarType.Float16, true)]
    [InlineData(ScalarType.Float32, false)]
    public void Run_NeverFinite_Throws(ScalarType type, bool widened)
    {
        LiveTensors.DeltaOf(() => Should.Throw<UnusableOutputException>(
            () => FiniteGuard.Run(JobStage.Decode, type, Widen, () => Value(float.NaN))).Stage.ShouldBe("Decode")).ShouldBe(0);
        _isWide.ShouldBe(widened);
    }

    [Fact]
    public void Run_Finite_IsLeftAlone()
    {
        using var result = FiniteGuard.Run(JobStage.Decode, ScalarType.Float16, Widen, () => Value(1));

        _isWide.ShouldBeFalse();
    }

    private static Tensor Value(float value) => full([3L], value, float32);

    private void Widen() => _isWide = true;
}
