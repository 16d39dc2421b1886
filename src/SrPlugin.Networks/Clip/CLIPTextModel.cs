using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>
/// The text encoder of Stable Diffusion 2 (transformers' CLIPTextModel), without the pooled output that diffusion does not use.
/// </summary>
public sealed class CLIPTextModel : Module<Tensor, Tensor>
{
    private readonly CLIPTextTransformer text_model;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public CLIPTextModel(CLIPTextConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(CLIPTextModel))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        text_model = new CLIPTextTransformer(config, new ParameterPlacement(device, dtype));
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public CLIPTextConfig Config { get; }

    /// <summary>Embeds prompts.</summary>
    /// <param name="tokens">Token ids [N, L] int64, L up to 77; padding is not masked, as upstream.</param>
    /// <returns>last_hidden_state, [N, L, C].</returns>
    /// <exception cref="ArgumentException">More tokens than the network has positions for.</exception>
    public override Tensor forward(Tensor tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.shape.Length != 2 || tokens.shape[1] > Config.MaxPositionEmbeddings)
            throw new ArgumentException(
                $"Token ids have the shape [{string.Join(", ", tokens.shape)}]; expected [N, L] with L up to "
                    + $"{Config.MaxPositionEmbeddings}.",
                nameof(tokens));
        return text_model.call(tokens);
    }
}
