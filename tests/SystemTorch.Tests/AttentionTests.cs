using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SystemTorch.Tests;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 4, 4)]
    [InlineData(2, 3, 17, 9, 8)]
    [InlineData(1, 5, 64, 77, 16)]
    [InlineData(1, 1, 100, 100, 32)]
    public void Attention_InParts_EqualsThePlainFormula(long batch, long heads, long rows, long columns, long depth)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        manual_seed(1);
        var q = randn(batch, heads, rows, depth);
        var k = randn(batch, heads, columns, depth);
        var v = randn(batch, heads, columns, depth);
        var expected = Plain(q, k, v);
        foreach (var bytes in new long[] { 1, 1000, 20_000, 1 << 20, 64 << 20 })
        {
            using var limit = new Limit(bytes);
            var actual = F.scaled_dot_product_attention(q, k, v);
            actual.shape.ShouldBe([batch, heads, rows, depth]);
            (actual - expected).abs().max().item<float>().ShouldBeLessThan(2e-6f, $"{bytes} bytes");
        }
    }

    [Fact]
    public void Attention_OfTransposedViews_EqualsThatOfCopies()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var q = randn(2, 33, 3, 8).transpose(1, 2);
        var k = randn(2, 21, 3, 8).transpose(1, 2);
        var v = randn(2, 21, 3, 8).transpose(1, 2);
        var expected = Plain(q.contiguous(), k.contiguous(), v.contiguous());
        (F.scaled_dot_product_attention(q, k, v) - expected).abs().max().item<float>().ShouldBeLessThan(2e-6f);
    }

    [Fact]
    public void Attention_WithGradient_HasThePlainFormulasGradient()
    {
        using var scope = NewDisposeScope();
        using var limit = new Limit(500);
        var start = randn(1, 2, 11, 4);
        var a = start.clone().requires_grad_();
        var b = start.clone().requires_grad_();
        F.scaled_dot_product_attention(a, a.sin(), a.cos()).square().sum().backward();
        Plain(b, b.sin(), b.cos()).square().sum().backward();
        (a.grad! - b.grad!).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Attention_WithMasks_LeavesOutWhatTheySay()
    {
        using var scope = NewDisposeScope();
        using var limit = new Limit(200);
        var q = randn(1, 2, 6, 4);
        var keep = ones([6, 6], ScalarType.Bool).tril();
        var added = zeros(6, 6).masked_fill(keep.logical_not(), double.NegativeInfinity);
        var causal = F.scaled_dot_product_attention(q, q, q, is_casual: true);
        (F.scaled_dot_product_attention(q, q, q, keep) - causal).abs().max().item<float>().ShouldBeLessThan(1e-6f);
        (F.scaled_dot_product_attention(q, q, q, added) - causal).abs().max().item<float>().ShouldBeLessThan(1e-6f);
        (causal.select(2, 0) - q.select(2, 0)).abs().max().item<float>().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Attention_InBFloat16_SoftmaxesInFloat()
    {
        using var scope = NewDisposeScope();
        var q = randn(1, 1, 8, 16);
        var half = F.scaled_dot_product_attention(q.bfloat16(), q.bfloat16(), q.bfloat16());
        half.dtype.ShouldBe(ScalarType.BFloat16);
        (half.@float() - Plain(q, q, q)).abs().max().item<float>().ShouldBeLessThan(0.05f);
    }

    private static Tensor Plain(Tensor q, Tensor k, Tensor v) =>
        einsum("bhls,bhsd->bhld", einsum("bhld,bhsd->bhls", q, k).div(Math.Sqrt(q.shape[^1])).softmax(-1), v);

    private sealed class Limit : IDisposable
    {
        private readonly long _before = Attention.MostBytes;

        internal Limit(long bytes) => Attention.MostBytes = bytes;

        public void Dispose() => Attention.MostBytes = _before;
    }
}
