namespace SrPlugin.Weights.Models;

/// <summary>Where one part of a model lies.</summary>
/// <param name="Name">unet, vae, text_encoder, tokenizer, scheduler, s3diff or de_net.</param>
/// <param name="Directory">The folder that holds it.</param>
/// <param name="WeightsPath">The file for <see cref="WeightsSource.Open"/>; null for a tokenizer or scheduler.</param>
/// <param name="ConfigPath">Its JSON configuration; null where the part has none.</param>
public sealed record ModelPart(string Name, string Directory, string? WeightsPath, string? ConfigPath);
