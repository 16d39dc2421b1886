namespace SrPlugin.Weights.Models;

/// <summary>Where one part of a model lies.</summary>
/// <param name="Name">unet, vae, text_encoder, tokenizer, scheduler, s3diff, de_net, controlnet, ram, dape or ram_tags.</param>
/// <param name="Directory">The folder that holds it.</param>
/// <param name="WeightsPath">The file for <see cref="WeightsSource.Open"/>; null for a tokenizer, scheduler or tag list.</param>
/// <param name="ConfigPath">Its JSON configuration; null where the part has none.</param>
public sealed record ModelPart(string Name, string Directory, string? WeightsPath, string? ConfigPath);
