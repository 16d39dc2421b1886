using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SystemTorch.Tests;

public sealed class OperatorTests
{
    [Fact]
    public void Conv2d_WithStrideAndPadding_EqualsHandComputedSums()
    {
        using var scope = NewDisposeScope();
        var x = arange(1, 10, ScalarType.Float32).view(1, 1, 3, 3);
        var w = ones(1, 1, 2, 2);
        Values(F.conv2d(x, w, tensor(new[] { 0.5f }))).ShouldBe([12.5f, 16.5f, 24.5f, 28.5f]);
        Values(F.conv2d(x, w, padding: [1, 1], strides: [2, 2])).ShouldBe([1f, 5f, 11f, 28f]);
    }

    [Fact]
    public void Reductions_OverDimensions_EqualHandComputedValues()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 9 } });
        Values(x.sum(0L)).ShouldBe([5f, 7f, 12f]);
        Values(x.mean([1L])).ShouldBe([2f, 6f]);
        Values(x.var(1)).ShouldBe([1f, 7f]);
        Values(x.var(1, unbiased: false)).ShouldBe([2f / 3, 14f / 3], 1e-6);
        x.std(1, keepdim: true).shape.ShouldBe([2L, 1L]);
        var (variance, mean) = x.var_mean([1L], false);
        Values(mean).ShouldBe([2f, 6f]);
        Values(variance).ShouldBe([2f / 3, 14f / 3], 1e-6);
        var (values, indices) = x.max(1);
        Values(values).ShouldBe([3f, 9f]);
        indices.data<long>().ToArray().ShouldBe([2L, 2L]);
        Values(x.amax(new long[] { 0 })).ShouldBe([4f, 5f, 9f]);
        x.argmax().item<long>().ShouldBe(5);
        x.sum(type: ScalarType.Float64).dtype.ShouldBe(ScalarType.Float64);
        Values(x.cumsum(1)).ShouldBe([1f, 3f, 6f, 4f, 9f, 18f]);
        Values(x.topk(2).values).ShouldBe([3f, 2f, 9f, 5f]);
        Values(x.sort(1, descending: true).Values).ShouldBe([3f, 2f, 1f, 9f, 5f, 4f]);
    }

    [Fact]
    public void Indexing_WithSlicesNumbersAndTensors_SelectsAsInPython()
    {
        using var scope = NewDisposeScope();
        var x = arange(24, ScalarType.Float32).view(2, 3, 4);
        Values(x[1, 2]).ShouldBe([20f, 21, 22, 23]);
        x[1, 2, 3].item<float>().ShouldBe(23);
        Values(x[TensorIndex.Ellipsis, 0]).ShouldBe([0f, 4, 8, 12, 16, 20]);
        Values(x[0, TensorIndex.Slice(1, null, 2)]).ShouldBe([4f, 5, 6, 7]);
        Values(x[0, 1..3, ^1]).ShouldBe([7f, 11f]);
        x[TensorIndex.None, TensorIndex.Colon, 1].shape.ShouldBe([1L, 2, 4]);
        Values(x[TensorIndex.Single(1), TensorIndex.Tensor(tensor(new long[] { 2, 0 })), 1]).ShouldBe([21f, 13f]);
        Values(x[x > 21]).ShouldBe([22f, 23f]);
        x[0, 0] = tensor(-1f);
        Values(x[0, 0]).ShouldBe([-1f, -1, -1, -1]);
        x[TensorIndex.Ellipsis, TensorIndex.Slice(0, 2)] = zeros(2, 3, 2);
        Values(x[1, 0]).ShouldBe([0f, 0, 14, 15]);
    }

    [Fact]
    public void Shapes_MovedAround_KeepTheirValues()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, ScalarType.Float32).view(2, 3);
        Values(x.t()).ShouldBe([0f, 3, 1, 4, 2, 5]);
        Values(x.transpose(0, 1).contiguous()).ShouldBe([0f, 3, 1, 4, 2, 5]);
        Values(x.flip(1)).ShouldBe([2f, 1, 0, 5, 4, 3]);
        Values(x.roll(1, 1)).ShouldBe([2f, 0, 1, 5, 3, 4]);
        Values(x.repeat(1, 2)).ShouldBe([0f, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
        x.expand(4, -1, -1).shape.ShouldBe([4L, 2, 3]);
        x.unsqueeze(1).squeeze(1).shape.ShouldBe([2L, 3]);
        x.split(2, 1).Select(t => t.shape[1]).ShouldBe([2L, 1]);
        x.chunk(3, 1).Length.ShouldBe(3);
        x.unbind(1).Length.ShouldBe(3);
        Values(cat([x, x], 1)).ShouldBe([0f, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
        stack([x, x]).shape.ShouldBe([2L, 2, 3]);
        Values(x.index_select(1, tensor(new long[] { 2, 0 }))).ShouldBe([2f, 0, 5, 3]);
        Values(x.gather(1, tensor(new long[,] { { 1 }, { 2 } }))).ShouldBe([1f, 5f]);
        Values(x.masked_fill(x > 3, -1)).ShouldBe([0f, 1, 2, 3, -1, -1]);
        x.flatten().shape.ShouldBe([6L]);
        Values(F.pixel_shuffle(arange(4, ScalarType.Float32).view(1, 4, 1, 1), 2)).ShouldBe([0f, 1, 2, 3]);
        F.unfold(ones(1, 2, 4, 4), 2, stride: 2).shape.ShouldBe([1L, 8, 4]);
    }

    [Fact]
    public void Interpolate_InEveryMode_GivesTheAskedSize()
    {
        using var scope = NewDisposeScope();
        var x = arange(16, ScalarType.Float32).view(1, 1, 4, 4);
        foreach (var mode in new[] { InterpolationMode.Nearest, InterpolationMode.NearestExact, InterpolationMode.Bilinear, InterpolationMode.Bicubic, InterpolationMode.Area })
        {
            F.interpolate(x, [2, 3], mode: mode).shape.ShouldBe([1L, 1, 2, 3]);
            F.interpolate(x, scale_factor: [2, 2], mode: mode).shape.ShouldBe([1L, 1, 8, 8]);
        }
        Values(F.interpolate(x, [2, 2], mode: InterpolationMode.Area)).ShouldBe([2.5f, 4.5f, 10.5f, 12.5f]);
        Values(F.interpolate(x, [2, 2], mode: InterpolationMode.Nearest)).ShouldBe([0f, 2, 8, 10]);
        F.interpolate(x, [2, 2], mode: InterpolationMode.Bicubic, antialias: true).mean().item<float>().ShouldBe(7.5f, 1e-4);
        F.interpolate(x, [2, 2], mode: InterpolationMode.Bilinear, antialias: true).mean().item<float>().ShouldBe(7.5f, 1e-4);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Float64)]
    public void Kinds_RoundTripped_KeepTheirValuesAndBytes(ScalarType kind)
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 0, 1, 1, 0 }).to(kind);
        x.dtype.ShouldBe(kind);
        x.bytes.Length.ShouldBe(4 * (int)x.ElementSize);
        Values(x.@float()).ShouldBe([0f, 1, 1, 0]);
        var copy = empty_like(x);
        copy.bytes = x.bytes;
        copy.Equals(x).ShouldBeTrue();
        x.ToString().ShouldContain(kind.ToString());
        ones([2], kind).sum().ToDouble().ShouldBe(2);
    }

    [Fact]
    public void Data_OfHalfKinds_ReadsThem()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1.5f, -2 });
        x.half().data<Half>().ToArray().ShouldBe([(Half)1.5f, (Half)(-2)]);
        x.bfloat16().data<BFloat16>().ToArray().Select(b => b.ToSingle()).ShouldBe([1.5f, -2f]);
        Should.Throw<ArgumentException>(() => x.data<double>());
        Should.Throw<ArgumentException>(() => x.item<float>());
        tensor(new BFloat16[] { new(3.140625f) }).@float().item<float>().ShouldBe(3.140625f);
    }

    [Fact]
    public void Accessor_OfTransposedTensor_WalksItsOwnOrder()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, ScalarType.Int64).view(2, 3).t();
        using var data = x.data<long>();
        data.ToArray().ShouldBe([0L, 3, 1, 4, 2, 5]);
        data[2, 1].ShouldBe(5);
        data[2, 1] = 50;
        x[2, 1].item<long>().ShouldBe(50);
        Should.Throw<NotImplementedException>(() => x.bytes.Length);
        data.ToNDArray().ShouldBe(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 50 } });
    }

    [Fact]
    public void NumberAndTensor_OnEitherSide_Combine()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 2, 4 });
        Values(1 - x).ShouldBe([-1f, -3f]);
        Values(8 / x).ShouldBe([4f, 2f]);
        Values(x % 3).ShouldBe([2f, 1f]);
        Values(-x).ShouldBe([-2f, -4f]);
        (x > 3).data<bool>().ToArray().ShouldBe([false, true]);
        (3 > x).data<bool>().ToArray().ShouldBe([true, false]);
        (~(x == x.clone())).any().item<bool>().ShouldBeFalse();
        Values(x.div(3, RoundingMode.floor)).ShouldBe([0f, 1f]);
        Values(x.clamp(max: 3)).ShouldBe([2f, 3f]);
        ((float)x.sum()).ShouldBe(6);
        x.allclose(x + 1e-7).ShouldBeTrue();
    }

    [Fact]
    public void Factories_OfEveryShape_GiveKindAndSize()
    {
        using var scope = NewDisposeScope();
        zeros(2).dtype.ShouldBe(ScalarType.Float32);
        zeros([2, 3], ScalarType.Int32).dtype.ShouldBe(ScalarType.Int32);
        full([2], 3.5).sum().item<float>().ShouldBe(7);
        Values(linspace(0, 1, 3)).ShouldBe([0f, 0.5f, 1f]);
        arange(5).dtype.ShouldBe(ScalarType.Int64);
        arange(0, 1, 0.25).shape.ShouldBe([4L]);
        eye(3).trace().item<float>().ShouldBe(3);
        tensor(new float[,,] { { { 1 }, { 2 } } }).shape.ShouldBe([1L, 2, 1]);
        tensor(1.5).dtype.ShouldBe(ScalarType.Float64);
        from_array(new double[2, 3]).shape.ShouldBe([2L, 3L]);
        randperm(5).sum().item<long>().ShouldBe(10);
        ones_like(zeros(2, ScalarType.Int64)).dtype.ShouldBe(ScalarType.Int64);
        meshgrid([arange(2), arange(3)])[0].shape.ShouldBe([2L, 3L]);
        F.one_hot(tensor(new long[] { 1, 0 }), 3).shape.ShouldBe([2L, 3L]);
        Values(F.normalize(tensor(new float[,] { { 3, 4 } }))).ShouldBe([0.6f, 0.8f], 1e-6);
    }

    internal static float[] Values(Tensor t) => t.data<float>().ToArray();
}
