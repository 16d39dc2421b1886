namespace SrPlugin.Weights.Models;

/// <summary>The names under which the parts of a model are published.</summary>
internal static class ModelParts
{
    // Full precision first, then half; safetensors before pickles.
    private static readonly string[] _diffusersWeights =
    [
        "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.safetensors.index.json",
        "diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.safetensors.index.fp16.json",
        "diffusion_pytorch_model.bin", "diffusion_pytorch_model.fp16.bin",
    ];

    private static readonly string[] _transformersWeights =
    [
        "model.safetensors", "model.safetensors.index.json", "model.fp16.safetensors", "model.safetensors.index.fp16.json",
        "pytorch_model.bin", "pytorch_model.fp16.bin",
    ];

    // The authors keep these inside folders of their code (assets/mm-realsr/de_net.pth).
    private static readonly EnumerationOptions _nearby = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };

    public static IReadOnlyList<string> Names { get; } = ["unet", "vae", "text_encoder", "tokenizer", "scheduler", "s3diff", "de_net"];

    /// <summary>What a part's files are called, for messages.</summary>
    public static string Describe(string part) => part switch
    {
        "unet" or "vae" => $"{part}/config.json with {part}/diffusion_pytorch_model.safetensors",
        "text_encoder" => "text_encoder/config.json with text_encoder/model.safetensors",
        "tokenizer" => "tokenizer/vocab.json with tokenizer/merges.txt",
        "scheduler" => "scheduler/scheduler_config.json",
        _ => string.Join(" or ", SingleFileNames(part)),
    };

    /// <summary>The part in this folder, or null.</summary>
    public static ModelPart? Find(string folder, string part) => part switch
    {
        "unet" or "vae" => FindNetwork(folder, part, _diffusersWeights),
        "text_encoder" => FindNetwork(folder, part, _transformersWeights),
        "tokenizer" => FindFiles(folder, part, "vocab.json", "merges.txt") is { } found ? new ModelPart(part, found, null, Existing(found, "tokenizer_config.json")) : null,
        "scheduler" => FindFiles(folder, part, "scheduler_config.json") is { } found ? new ModelPart(part, found, null, Path.Combine(found, "scheduler_config.json")) : null,
        "s3diff" or "de_net" => FindSingleFile(folder, part),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, $"A model's parts are {string.Join(", ", Names)}."),
    };

    private static ModelPart? FindNetwork(string folder, string part, string[] names)
    {
        if (FindFiles(folder, part, "config.json") is not { } found)
            return null;
        var weights = names.Select(name => Existing(found, name)).FirstOrDefault(path => path is not null);
        return weights is null ? null : new ModelPart(part, found, weights, Path.Combine(found, "config.json"));
    }

    private static ModelPart? FindSingleFile(string folder, string part)
    {
        var names = SingleFileNames(part);
        var path = Directory.EnumerateFiles(folder, $"{part}.*", _nearby)
            .Where(file => names.Contains(Path.GetFileName(file)))
            .OrderBy(file => file.Count(c => c == Path.DirectorySeparatorChar))
            .ThenBy(file => Array.IndexOf(names, Path.GetFileName(file)))
            .ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault();
        if (path is null)
            return null;
        var directory = Path.GetDirectoryName(path)!;
        return new ModelPart(part, directory, path, Existing(directory, $"{part}.json"));
    }

    private static string[] SingleFileNames(string part) => [$"{part}.safetensors", part == "s3diff" ? "s3diff.pkl" : $"{part}.pth"];

    private static string? FindFiles(string folder, string part, params string[] names)
    {
        var found = Path.Combine(folder, part);
        return names.All(name => File.Exists(Path.Combine(found, name))) ? found : null;
    }

    private static string? Existing(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}
