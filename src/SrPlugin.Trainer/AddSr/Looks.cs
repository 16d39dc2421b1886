using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>What UNet and ControlNet see beside the noisy latent.</summary>
/// <param name="Prompt">The prompts' embeddings, [N, 77, C].</param>
/// <param name="Tokens">The tagger's tokens, [N, T, C].</param>
/// <param name="Control">The control images, [N, 3, H, W] in 0…1.</param>
internal readonly record struct Looks(Tensor Prompt, Tensor Tokens, Tensor Control);
