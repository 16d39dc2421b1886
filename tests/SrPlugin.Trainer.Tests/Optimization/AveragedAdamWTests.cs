using System.Runtime.InteropServices;
using SrPlugin.Trainer.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Optimization;

public sealed class AveragedAdamWTests
{
    [Fact]
    public void Step_SeveralUpdates_EqualTorchsAdamW()
    {
        var start = Enumerable.Range(0, 37).Select(i => MathF.Sin(i)).ToArray();
        using var ours = new Parameter(tensor(start, [37, 1]));
        using var theirs = new Parameter(tensor(start, [37, 1]));
        var optimizer = new AveragedAdamW([("p", ours)], 0.01, 0.9);
        using var reference = optim.AdamW([theirs], 0.02, 0.9, 0.99, 1e-14, 0.01);
        for (var step = 0; step < 5; step++)
        {
            optimizer.ZeroGradients();
            reference.zero_grad();
            using (NewDisposeScope())
            {
                Loss(ours).backward();
                Loss(theirs).backward();
            }

            optimizer.Step(0.02, double.MaxValue);
            reference.step();
        }

        var difference = Values(ours).ToArray().Zip(Values(theirs).ToArray(), (a, b) => Math.Abs(a - b)).Max();
        difference.ShouldBeLessThan(2e-6f);
    }

    [Fact]
    public void Step_LongGradient_IsLimitedAndItsNormReturned()
    {
        using var parameter = new Parameter(tensor(new float[] { 0, 0 }));
        var optimizer = new AveragedAdamW([("p", parameter)], 0, 0.9);
        using (NewDisposeScope())
            (parameter * tensor(new float[] { 3, 4 })).sum().backward();

        var norm = optimizer.Step(0.1, 1);

        norm.ShouldBe(5, 1e-5);
        optimizer.Entries[0].First.ShouldBe([0.06f, 0.08f], 1e-6);
    }

    [Fact]
    public void Step_GradientNotFinite_ThrowsAndChangesNothing()
    {
        using var parameter = new Parameter(tensor(new float[] { 1, 2 }));
        var optimizer = new AveragedAdamW([("p", parameter)], 0, 0.9);
        using (NewDisposeScope())
            (parameter * float.PositiveInfinity).sum().backward();

        Should.Throw<InvalidOperationException>(() => optimizer.Step(0.1, 1));

        Values(parameter).ToArray().ShouldBe([1f, 2f]);
    }

    [Fact]
    public void Exchange_Twice_RestoresTheWeights()
    {
        using var parameter = new Parameter(tensor(new float[] { 1, 2 }));
        var optimizer = new AveragedAdamW([("p", parameter)], 0, 0.9);
        using (NewDisposeScope())
            parameter.sum().backward();
        optimizer.Step(0.5, 10);
        var trained = Values(parameter).ToArray();

        optimizer.Exchange();
        Values(parameter).ToArray().ShouldNotBe(trained);
        optimizer.Exchange();

        Values(parameter).ToArray().ShouldBe(trained);
    }

    private static Tensor Loss(Tensor parameter) => ((parameter - 0.3) * (parameter - 0.3) * parameter).sum();

    private static Span<float> Values(Parameter parameter) => MemoryMarshal.Cast<byte, float>(parameter.bytes);
}
