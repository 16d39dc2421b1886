using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void StateDict_OfNestedModule_ListsFieldNamesInOrder()
    {
        using var net = new Outer();
        net.state_dict().Keys.ShouldBe(["scale", "offset", "conv.weight", "conv.bias", "renamed.weight", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias"]);
        net.named_parameters().Select(p => p.name).ShouldNotContain("offset");
    }

    [Fact]
    public void Call_OfModule_RunsForwardAndHooks()
    {
        using var scope = NewDisposeScope();
        using var net = new Outer();
        var seen = 0;
        var hook = net.register_forward_hook((_, _, y) =>
        {
            seen++;
            return y;
        });
        net.call(zeros(1, 3, 8, 8)).shape.ShouldBe([1L, 4, 8, 8]);
        hook.remove();
        net.call(zeros(1, 3, 8, 8));
        seen.ShouldBe(1);
    }

    [Fact]
    public void To_OtherKind_ConvertsFloatsAndKeepsObjects()
    {
        using var net = new Outer();
        var before = net.parameters().First();
        net.to(ScalarType.Float64);
        net.parameters().First().ShouldBeSameAs(before);
        net.parameters().ShouldAllBe(p => p.dtype == ScalarType.Float64);
        net.get_buffer("offset").dtype.ShouldBe(ScalarType.Int64);
        using var scope = NewDisposeScope();
        net.call(zeros([1, 3, 8, 8], ScalarType.Float64)).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void Train_OnParent_ReachesChildren()
    {
        using var net = new Outer();
        net.eval();
        net.named_modules().ShouldAllBe(m => !m.module.training);
        net.train();
        net.named_modules().ShouldAllBe(m => m.module.training);
    }

    [Fact]
    public void Sequential_OfLayers_DisposesWhatLiesBetween()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(("in", nn.Linear(3, 5)), ("act", nn.SiLU()), ("out", nn.Linear(5, 2)));
        net.state_dict().Keys.ShouldBe(["in.weight", "in.bias", "out.weight", "out.bias"]);
        using var x = ones(4, 3);
        var before = Tensor.TotalCount;
        using (no_grad())
            net.call(x).shape.ShouldBe([4L, 2L]);
        (Tensor.TotalCount - before).ShouldBe(1);
    }

    private sealed class Outer : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter scale = new(ones(1));
        private readonly Tensor offset = zeros([1], ScalarType.Int64);
        private readonly Conv2d conv = nn.Conv2d(3, 4, 3, padding: 1);

        [ComponentName(Name = "renamed")]
        private readonly Linear _linear = nn.Linear(4, 4, false);

        private readonly ModuleList<Linear> blocks = nn.ModuleList(nn.Linear(2, 2), nn.Linear(2, 2));

        public Outer()
            : base(nameof(Outer)) => RegisterComponents();

        public override Tensor forward(Tensor x) => conv.call(x).mul_(scale);
    }
}
