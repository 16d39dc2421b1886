using SrPlugin.Inference.Diffusion;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Diffusion;

public sealed class GuidanceTests
{
    [Fact]
    public void Combine_TwoPrompts_LeavesTheNegativeByTheScale()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 3f, 1f }).view(2, 1, 1, 1);

        Guidance.Combine(output, 1.5).item<float>().ShouldBe(4f);
        Guidance.Combine(output.narrow(0, 0, 1), 1.5).item<float>().ShouldBe(3f);
    }
}
