using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>
/// Recognize Anything (Zhang et al. 2023) as far as AddSR runs it: an image encoder whose tokens the diffusion networks read, and a
/// decoder that asks of every tag whether it fits the picture.
/// </summary>
public sealed class RAM : Module<Tensor, Tensor>
{
    private static readonly string[] _parts = ["visual_encoder.", "tagging_head.", "wordvec_proj.", "fc.", "image_proj.", "label_embed"];

    private readonly Parameter label_embed;
    private readonly SwinTransformer visual_encoder;
    private readonly BertModel tagging_head;
    private readonly AdaptableLinear wordvec_proj;
    private readonly AdaptableLinear fc;
    private readonly AdaptableLinear image_proj;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public RAM(RAMConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(RAM))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        var placement = new ParameterPlacement(device, dtype);
        label_embed = placement.Empty(config.TagCount, config.EmbeddingSize);
        visual_encoder = new SwinTransformer(config.Swin, device, dtype);
        tagging_head = new BertModel(config, placement);
        wordvec_proj = new AdaptableLinear(config.EmbeddingSize, config.HiddenSize, true, placement);
        fc = new AdaptableLinear(config.HiddenSize, 1, true, placement);
        image_proj = new AdaptableLinear(config.Swin.OutChannels, config.EmbeddingSize, true, placement);
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public RAMConfig Config { get; }

    /// <summary>
    /// The network's name for a key of a RAM checkpoint, or null for what is not read: the caption model, tables that are computed here,
    /// and what the authors delete from the decoder after building it.
    /// </summary>
    public static string? MapKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        const string Level = "model/";
        var name = (key.StartsWith(Level, StringComparison.Ordinal) ? key[Level.Length..] : key)
            .Replace("vision_multi", "tagging_head", StringComparison.Ordinal);
        if (!_parts.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
            return null;
        return name.EndsWith(".relative_position_index", StringComparison.Ordinal)
            || name.EndsWith(".attn_mask", StringComparison.Ordinal) ||
               name.StartsWith("tagging_head.embeddings.", StringComparison.Ordinal) ||
               (name.StartsWith("tagging_head.", StringComparison.Ordinal) && name.Contains(".attention.", StringComparison.Ordinal))
            ? null
            : name;
    }

    /// <summary>Loads a RAM checkpoint and, where there is one, merges DAPE into it.</summary>
    /// <param name="weights">Keys as the authors publish them.</param>
    /// <param name="dape">DAPE.pth; null for plain RAM.</param>
    /// <exception cref="WeightsMismatchException">Keys of the parts in use are missing, unexpected or of another shape.</exception>
    /// <exception cref="WeightsFormatException">A file is damaged.</exception>
    public void Load(WeightsSource weights, WeightsSource? dape)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var lora = dape is null ? null : DapeLora.Open(this, dape);
        StrictLoader.Load(this, new MappedWeights(weights, MapKey));
        lora?.Merge();
    }

    /// <summary>The image tokens that UNet, ControlNet and the decoder read.</summary>
    /// <param name="image">[N, 3, S, S], normalised, S the configured size.</param>
    /// <returns>[N, 1 + L, embedding].</returns>
    public override Tensor forward(Tensor image)
    {
        using var tokens = visual_encoder.call(image);
        return image_proj.call(tokens);
    }

    /// <summary>How strongly every tag fits a picture.</summary>
    /// <param name="imageTokens">What <see cref="forward"/> returns.</param>
    /// <returns>Logits, [N, tags].</returns>
    public Tensor TagLogits(Tensor imageTokens)
    {
        ArgumentNullException.ThrowIfNull(imageTokens);
        using var scope = NewDisposeScope();
        var queries = Fresh.Relu(wordvec_proj.call(label_embed)).unsqueeze(0).expand(imageTokens.shape[0], -1, -1);
        return fc.call(tagging_head.call(queries, imageTokens)).squeeze(-1).MoveToOuterDisposeScope();
    }
}
