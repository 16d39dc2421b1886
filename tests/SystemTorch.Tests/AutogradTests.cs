using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SystemTorch.Tests;

public sealed class AutogradTests
{
    public static TheoryData<string> Functions => [.. Cases.Keys];

    private static Dictionary<string, Func<Tensor, Tensor>> Cases { get; } = new()
    {
        ["pointwise"] = x => (x.sin() * x.exp() + x.square().add(1).sqrt() / 2 - x.sigmoid().pow(3)).sum(),
        ["silu, gelu, softplus"] = x => (F.silu(x) + F.gelu(x) * F.softplus(x)).mean(),
        ["softmax"] = x => (x.softmax(-1) * arange(4, ScalarType.Float64)).sum(),
        ["matrix products"] = x => x.mm(x.t()).sub(1).abs().sum() + x.unsqueeze(0).bmm(x.t().unsqueeze(0)).square().mean(),
        ["conv2d"] = x => F.conv2d(x.view(1, 1, 3, 4), arange(9, ScalarType.Float64).view(1, 1, 3, 3).div(10), padding: [1, 1]).square().sum(),
        ["group norm"] = x => (F.group_norm(x.view(1, 4, 3), 2) * arange(12, ScalarType.Float64).view(1, 4, 3)).sum(),
        ["layer norm"] = x => (F.layer_norm(x, [4]) * arange(12, ScalarType.Float64).view(3, 4)).sum(),
        ["views and slices"] = x => x[TensorIndex.Ellipsis, TensorIndex.Slice(1, 3)].permute(1, 0).reshape(-1).square().sum() + x[0].pow(3).sum(),
        ["cat, stack, where"] = x => where(x > 0, cat([x, x], 0).narrow(0, 0, 3) * 2, stack([x, x])[1].square()).sum(),
        ["interpolate bilinear"] = x => F.interpolate(x.view(1, 1, 3, 4), [5, 9], mode: InterpolationMode.Bilinear).square().sum(),
        ["interpolate bicubic"] = x => F.interpolate(x.view(1, 1, 3, 4), scale_factor: [2, 2], mode: InterpolationMode.Bicubic).square().sum(),
        ["padding"] = x => F.pad(x.view(1, 1, 3, 4), [1, 2, 1, 1], PaddingModes.Reflect).square().sum() + F.pad(x.view(1, 1, 3, 4), [3, 0, 0, 5], PaddingModes.Replicate).pow(3).sum(),
        ["losses"] = x => F.l1_loss(x, x * x) + F.mse_loss(x, x.sin()) + F.smooth_l1_loss(x, x * 2) + F.binary_cross_entropy_with_logits(x, linspace(0, 1, 12, ScalarType.Float64).view(3, 4)),
        ["attention"] = x => (F.scaled_dot_product_attention(x.view(1, 1, 3, 4), x.view(1, 1, 3, 4).flip(2), x.view(1, 1, 3, 4) * 2) * arange(12, ScalarType.Float64).view(1, 1, 3, 4)).sum(),
        ["std and var"] = x => x.std(1).sum() + x.var([0L, 1L]) + x.norm(),
        ["einsum"] = x => einsum("ij,kj->ik", x, x).square().sum(),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Backward_OfFunction_EqualsFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        var f = Cases[name];
        double[] start = [0.3, -0.7, 1.1, 0.2, -1.4, 0.9, 0.45, -0.25, 0.8, -0.6, 1.7, -1.05];
        var x = tensor(start).view(3, 4).detach().requires_grad_();
        f(x).backward();
        var gradient = x.grad!.contiguous().view(-1).data<double>().ToArray();
        const double H = 1e-6;
        for (var k = 0; k < start.Length; k++)
        {
            using var step = NewDisposeScope();
            using var off = no_grad();
            var up = (double[])start.Clone();
            up[k] += H;
            var down = (double[])start.Clone();
            down[k] -= H;
            var slope = (f(tensor(up).view(3, 4)).item<double>() - f(tensor(down).view(3, 4)).item<double>()) / (2 * H);
            gradient[k].ShouldBe(slope, 1e-6 * Math.Max(1, Math.Abs(slope)), $"{name}, element {k}");
        }
    }

    [Fact]
    public void NoGrad_AroundAnOperation_RecordsNothing()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            is_grad_enabled().ShouldBeFalse();
            (x * 2).requires_grad.ShouldBeFalse();
            using (enable_grad())
                (x * 2).requires_grad.ShouldBeTrue();
        }
        is_grad_enabled().ShouldBeTrue();
        (x * 2).requires_grad.ShouldBeTrue();
        (x * 2).is_leaf.ShouldBeFalse();
    }

    [Fact]
    public void InferenceMode_OnAThread_EndsWithItsGuard()
    {
        using var scope = NewDisposeScope();
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            ones(1).add(1).requires_grad.ShouldBeFalse();
        }
        is_inference_mode_enabled().ShouldBeFalse();
        ones(1).requires_grad_().mul(2).requires_grad.ShouldBeTrue();
    }

    [Fact]
    public void Backward_Twice_AddsUp()
    {
        using var scope = NewDisposeScope();
        var x = ones(1).requires_grad_();
        (x * 3).backward();
        (x * 3).backward();
        x.grad!.item<float>().ShouldBe(6);
        x.grad = null!;
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void Backward_FromSeveralElements_SaysWhatIsWrong()
    {
        using var scope = NewDisposeScope();
        var x = ones(3).requires_grad_();
        Should.Throw<System.Runtime.InteropServices.ExternalException>(() => (x * 2).backward()).Message.ShouldContain("[3]");
    }
}
