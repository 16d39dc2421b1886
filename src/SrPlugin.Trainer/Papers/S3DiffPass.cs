using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// A way through the networks that can be gone back with a gradient. The tensors belong to the dispose scope of the pass.
/// </summary>
/// <param name="Conditioning">What entered, [N, 3, H, W] in −1…1.</param>
/// <param name="Scores">Degradation scores, [N, 2].</param>
/// <param name="Text">Embeddings of the prompts, [N, L, C].</param>
/// <param name="Noise">The posterior's noise, [N, latent channels, h, w].</param>
/// <param name="Latent">What entered the UNet.</param>
/// <param name="Clean">What entered the decoder, times the scaling factor.</param>
/// <param name="Picture">The restored pictures, [N, 3, H, W] in −1…1.</param>
internal sealed record S3DiffPass(
    Tensor Conditioning, Tensor Scores, Tensor Text, Tensor Noise, Tensor Latent, Tensor Clean, Tensor Picture);
