using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// A block of a vision transformer: attention, then two linear layers, each after a normalisation and beside an identity.
/// </summary>
internal sealed class VisionTransformerBlock : Module
{
    private readonly Affine norm1;
    private readonly VisionAttention attn;
    private readonly LayerScale? ls1;
    private readonly Affine norm2;
    private readonly VisionMlp mlp;
    private readonly LayerScale? ls2;
    private readonly double _epsilon;

    public VisionTransformerBlock(long width, long heads, bool hasScales, double epsilon, ScalarType dtype, Device device)
        : base(nameof(VisionTransformerBlock))
    {
        _epsilon = epsilon;
        norm1 = new Affine(dtype, device, width);
        attn = new VisionAttention(width, heads, dtype, device);
        ls1 = hasScales ? new LayerScale(width, dtype, device) : null;
        norm2 = new Affine(dtype, device, width);
        mlp = new VisionMlp(width, dtype, device);
        ls2 = hasScales ? new LayerScale(width, dtype, device) : null;
        RegisterComponents();
    }

    /// <summary>[N, L, C] → [N, L, C]; the caller's.</summary>
    public Tensor Apply(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var attended = attn.Apply(norm1.LayerNorm(tokens, _epsilon));
        var middle = tokens.Plus(ls1 is null ? attended : ls1.Apply(attended));
        var mapped = mlp.Apply(norm2.LayerNorm(middle, _epsilon));
        return middle.Plus(ls2 is null ? mapped : ls2.Apply(mapped)).MoveToOuterDisposeScope();
    }

    private sealed class LayerScale : Module
    {
        private readonly Parameter gamma;

        public LayerScale(long width, ScalarType dtype, Device device)
            : base(nameof(LayerScale))
        {
            gamma = new Parameter(empty([width], dtype, device), false);
            RegisterComponents();
        }

        public Tensor Apply(Tensor x) => x * gamma;
    }

    private sealed class VisionMlp : Module
    {
        private readonly Affine fc1;
        private readonly Affine fc2;

        public VisionMlp(long width, ScalarType dtype, Device device)
            : base(nameof(VisionMlp))
        {
            fc1 = new Affine(dtype, device, 4 * width, width);
            fc2 = new Affine(dtype, device, width, 4 * width);
            RegisterComponents();
        }

        public Tensor Apply(Tensor x) => fc2.Linear(functional.gelu(fc1.Linear(x)));
    }

    private sealed class VisionAttention : Module
    {
        private readonly Affine qkv;
        private readonly Affine proj;
        private readonly long _heads;

        public VisionAttention(long width, long heads, ScalarType dtype, Device device)
            : base(nameof(VisionAttention))
        {
            _heads = heads;
            qkv = new Affine(dtype, device, 3 * width, width);
            proj = new Affine(dtype, device, width, width);
            RegisterComponents();
        }

        public Tensor Apply(Tensor x)
        {
            var (count, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
            // [N, heads, L, D] each
            var parts = qkv.Linear(x).reshape(count, length, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4).unbind(0);
            var attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
            return proj.Linear(attended.transpose(1, 2).reshape(count, length, width));
        }
    }
}
