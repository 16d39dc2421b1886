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

        // As the drives of SeeSR's and AddSR's authors hand the first of several downloads out.
        "diffusion_pytorch_model-001.safetensors",
    ];

    private static readonly string[] _transformersWeights =
    [
        "model.safetensors", "model.safetensors.index.json", "model.fp16.safetensors", "model.safetensors.index.fp16.json",
        "pytorch_model.bin", "pytorch_model.fp16.bin",
    ];

    // AddSR's authors keep these beside their code of RAM.
    internal const string TagList = "ram_tag_list.txt";
    internal const string TagThresholds = "ram_tag_list_threshold.txt";

    // The authors keep these inside folders of their code (assets/mm-realsr/de_net.pth).
    private static readonly EnumerationOptions _nearby =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };

    public static IReadOnlyList<string> Names { get; } =
    [
        "unet", "vae", "text_encoder", "tokenizer", "scheduler", "s3diff", "de_net", "controlnet", "ram", "dape", "ram_tags",
    ];

    /// <summary>What a part's files are called, for messages.</summary>
    public static string Describe(string part) => part switch
    {
        "unet" or "vae" or "controlnet" => $"{part}/config.json with {part}/diffusion_pytorch_model.safetensors",
        "text_encoder" => "text_encoder/config.json with text_encoder/model.safetensors",
        "tokenizer" => "tokenizer/vocab.json with tokenizer/merges.txt",
        "scheduler" => "scheduler/scheduler_config.json",
        "ram_tags" => $"{TagList} with {TagThresholds}",
        _ => string.Join(" or ", SingleFileNames(part)),
    };

    /// <summary>The part in this folder, or null.</summary>
    public static ModelPart? Find(string folder, string part) => part switch
    {
        "unet" or "vae" or "controlnet" => FindNetwork(folder, part, _diffusersWeights),
        "text_encoder" => FindNetwork(folder, part, _transformersWeights),
        "tokenizer" => FindFiles(folder, part, "vocab.json", "merges.txt") is { } found
            ? new ModelPart(part, found, null, Existing(found, "tokenizer_config.json"))
            : null,
        "scheduler" => FindFiles(folder, part, "scheduler_config.json") is { } found
            ? new ModelPart(part, found, null, Path.Combine(found, "scheduler_config.json"))
            : null,
        "s3diff" or "de_net" or "ram" or "dape" => FindSingleFile(folder, part),
        "ram_tags" => Nearby(folder, TagList)
            .Select(path => Path.GetDirectoryName(path)!)
            .Where(found => File.Exists(Path.Combine(found, TagThresholds)))
            .Select(found => new ModelPart(part, found, null, null)).FirstOrDefault(),
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
        var path = Nearby(folder, SingleFileNames(part)).FirstOrDefault();
        if (path is null)
            return null;
        var directory = Path.GetDirectoryName(path)!;
        return new ModelPart(part, directory, path, Existing(directory, $"{part}.json"));
    }

    // The nearest first, then in the order of the names.
    private static IEnumerable<string> Nearby(string folder, params string[] names) =>
        Directory.EnumerateFiles(folder, "*", _nearby)
            .Where(file => names.Contains(Path.GetFileName(file)))
            .OrderBy(file => file.Count(c => c == Path.DirectorySeparatorChar))
            .ThenBy(file => Array.IndexOf(names, Path.GetFileName(file)))
            .ThenBy(file => file, StringComparer.Ordinal);

    private static string[] SingleFileNames(string part) => part switch
    {
        "s3diff" => ["s3diff.safetensors", "s3diff.pkl"],
        "ram" => ["ram.safetensors", "ram_swin_large_14m.pth"],
        "dape" => ["dape.safetensors", "DAPE.pth"],
        _ => [$"{part}.safetensors", $"{part}.pth"],
    };

    private static string? FindFiles(string folder, string part, params string[] names)
    {
        var found = Path.Combine(folder, part);
        return names.All(name => File.Exists(Path.Combine(found, name))) ? found : null;
    }

    private static string? Existing(string folder, string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}
