using TorchSharp;

namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>Sharp pictures and what the degradation made of them. The tensors belong to the dispose scope that they were made in.</summary>
/// <param name="Sharp">[N, 3, H, W] in 0…1; sharpened where the options say so.</param>
/// <param name="Degraded">[N, 3, H/factor, W/factor] in 0…1, not rounded to 8 bits.</param>
/// <param name="IsClean">Whether the conditioning pictures are to be the sharp ones.</param>
internal sealed record DegradedBatch(torch.Tensor Sharp, torch.Tensor Degraded, bool IsClean);
