using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Add_TwoTensors_AddsElements()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, 2, 3 });
        var b = a + 1.5;
        (a + b).data<float>().ToArray().ShouldBe([3.5f, 5.5f, 7.5f]);
        (2 * a).sum().item<float>().ShouldBe(12);
        a[1].item<float>().ShouldBe(2);
        zeros(2, 3).shape.ShouldBe([2L, 3L]);
        randn(4, 5).mm(randn(5, 2)).shape.ShouldBe([4L, 2L]);
    }

    [Fact]
    public void InPlace_Add_ReturnsSameObject()
    {
        using var scope = NewDisposeScope();
        var a = ones(3);
        a.add_(1).ShouldBeSameAs(a);
    }

    [Fact]
    public void Backward_OfSquare_GivesTwiceTheInput()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, -2, 3 }).requires_grad_();
        x.square().sum().backward();
        x.grad.data<float>().ToArray().ShouldBe([2f, -4f, 6f]);
    }

    [Fact]
    public void Mm_WrongShapes_NamesOperatorAndShapes()
    {
        using var scope = NewDisposeScope();
        var e = Should.Throw<System.Runtime.InteropServices.ExternalException>(() => zeros(2, 3).mm(zeros(4, 5)));
        e.Message.ShouldContain("aten::mm");
        e.Message.ShouldContain("Float32[2, 3]");
        e.Message.ShouldContain("Float32[4, 5]");
    }
}
