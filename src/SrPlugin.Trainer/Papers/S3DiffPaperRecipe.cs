using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Trainer.Papers;

/// <summary>The recipe of S3Diff's published training; the defaults are the published program's, and say where the paper differs.</summary>
public sealed record S3DiffPaperRecipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Folder of the one-step Stable Diffusion in diffusers' layout, SD-Turbo.</summary>
    public string Model { get; init; } = "models/sd-turbo";

    /// <summary>Weights of the degradation estimator; null for those in the model's folder.</summary>
    public string? Estimator { get; init; }

    /// <summary>An S3Diff checkpoint to go on from; null for the published starting values.</summary>
    public string? Start { get; init; }

    /// <summary>Weights of LPIPS on VGG-16: one file, or torchvision's network and the file of linear layers.</summary>
    public IReadOnlyList<string> Lpips { get; init; } = [];

    /// <summary>Weights of DINO ViT-B/16, on whose features the discriminator stands.</summary>
    public string Dino { get; init; } = "";

    /// <summary>Attention heads of DINO; null for one per 64 channels.</summary>
    public int? DinoHeads { get; init; }

    /// <summary>Channels inside the discriminator's heads.</summary>
    public int DiscriminatorChannels { get; init; } = 128;

    /// <summary>Rank of the UNet's adapters.</summary>
    public int UNetRank { get; init; } = 32;

    /// <summary>Rank of the VAE encoder's adapters.</summary>
    public int VaeRank { get; init; } = 16;

    /// <summary>The positive prompt. The paper names another one than the program, with which the published weights are used.</summary>
    public string PositivePrompt { get; init; } = S3DiffOptions.DefaultPositivePrompt;

    /// <summary>The negative prompt.</summary>
    public string NegativePrompt { get; init; } = S3DiffOptions.DefaultNegativePrompt;

    /// <summary>Share of pictures that get the negative prompt and their own source as the target.</summary>
    public double NegativeShare { get; init; } = 0.05;

    /// <summary>Weight of the squared error.</summary>
    public double SquaredErrorWeight { get; init; } = 2;

    /// <summary>Weight of LPIPS.</summary>
    public double PerceptualWeight { get; init; } = 5;

    /// <summary>Weight of the adversarial losses.</summary>
    public double AdversarialWeight { get; init; } = 0.5;

    /// <summary>Updates: the paper's number. The published program goes on for 50 rounds of its photos.</summary>
    public int Updates { get; init; } = 30_000;

    /// <summary>
    /// Batches whose gradients are accumulated in an update: with four of four pictures, the paper's 64 take accumulation 16 on one device.
    /// </summary>
    public int Accumulation { get; init; } = 16;

    /// <summary>Step size of what is trained.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Step size of the discriminator.</summary>
    public double DiscriminatorLearningRate { get; init; } = 2e-5;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gradients of a larger norm are scaled down.</summary>
    public double GradientNorm { get; init; } = 1;

    /// <summary>
    /// Whether reconstruction and adversarial loss (and sharp and restored pictures) are optimizer steps of their own, as in the published
    /// program; otherwise their gradients are summed, as the paper's equation 6 says.
    /// </summary>
    public bool TwoSteps { get; init; } = true;

    /// <summary>
    /// Whether the discriminator's first step contains what the generator's loss left in its gradients, as in the published program.
    /// </summary>
    public bool GeneratorLossReachesDiscriminator { get; init; } = true;

    /// <summary>Photos, crops and degradations.</summary>
    public PaperData Data { get; init; } = new();

    /// <summary>Photos that results are judged on; none for no judgement.</summary>
    public PaperData? Validation { get; init; }

    /// <summary>How many of them.</summary>
    public int ValidationCount { get; init; } = 100;

    /// <summary>Updates between two judgements with samples.</summary>
    public int ValidateEvery { get; init; } = 500;

    /// <summary>Updates between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The device: cpu, cuda, or cuda:1 and so on.</summary>
    public string Device { get; init; } = "cuda";

    /// <summary>The type that frozen networks compute in: float32 or bfloat16.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Compute threads; 0 leaves the choice to torch.</summary>
    public int Threads { get; init; }

    /// <summary>Reads a recipe; keys that are absent keep their defaults.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static S3DiffPaperRecipe Parse(string json) =>
        JsonSerializer.Deserialize<S3DiffPaperRecipe>(json, s_json) ?? throw new JsonException("The recipe is empty.");

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Lists everything that is wrong.</exception>
    public void Validate()
    {
        var faults = new List<string>(Data.Faults().Concat(Validation?.Faults() ?? []));
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(Lpips.Count > 0 && Dino.Length > 0, "lpips and dino must name weights");
        Require(
            UNetRank >= 1 && VaeRank >= 1 && DiscriminatorChannels >= 1 && DinoHeads is null or >= 1,
            "unetRank, vaeRank, discriminatorChannels and dinoHeads must be at least 1");
        Require(NegativeShare is >= 0 and <= 1, $"negativeShare {NegativeShare} is outside 0…1");
        Require(
            SquaredErrorWeight >= 0 && PerceptualWeight >= 0 && AdversarialWeight >= 0 && WeightDecay >= 0, "weights must not be negative");
        Require(Updates >= 1 && Accumulation >= 1 && ValidationCount >= 1 && ValidateEvery >= 1 && CheckpointEvery >= 1 && Threads >= 0,
            "updates, accumulation, validationCount, validateEvery and checkpointEvery must be at least 1, threads not negative");
        Require(
            LearningRate is > 0 and < 1 && DiscriminatorLearningRate is > 0 and < 1 && GradientNorm > 0,
            "learning rates must lie in 0…1, gradientNorm must be positive");
        Require(Precision is "float32" or "bfloat16", $"precision '{Precision}' is neither float32 nor bfloat16");
        if (faults.Count > 0)
            throw new ArgumentException($"The recipe is not usable: {string.Join("; ", faults)}.");
    }
}
