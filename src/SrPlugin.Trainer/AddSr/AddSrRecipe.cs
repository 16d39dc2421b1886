using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Trainer.Degradations;

namespace SrPlugin.Trainer.AddSr;

/// <summary>The recipe of a small AddSR. What is stored beside a trained model, and what a recipe file may set.</summary>
public sealed record AddSrRecipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Always addsr: tells this recipe from one of the S3Diff family.</summary>
    public string Pipeline { get; init; } = "addsr";

    /// <summary>Folder of the S3Diff model that is started from: its VAE and text encoder are kept, its UNet is trained on.</summary>
    public string Base { get; init; } = "models/tiny-s3diff";

    /// <summary>The blur score whose LoRA is folded into the start.</summary>
    public double BaseBlur { get; init; } = 0.3;

    /// <summary>The noise score whose LoRA is folded into the start.</summary>
    public double BaseNoise { get; init; } = 0.15;

    /// <summary>Updates of the tagger.</summary>
    public int TaggerSteps { get; init; } = 400;

    /// <summary>Updates of UNet and ControlNet before teacher and student part.</summary>
    public int TeacherSteps { get; init; } = 800;

    /// <summary>Updates of the student.</summary>
    public int StudentSteps { get; init; } = 1000;

    /// <summary>Crops per update.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>Side of the high-resolution crops in pixels, a multiple of 8.</summary>
    public int CropSize { get; init; } = 128;

    /// <summary>Highest learning rate of UNet and ControlNet before they part.</summary>
    public double LearningRate { get; init; } = 4e-4;

    /// <summary>Highest learning rate of the student.</summary>
    public double StudentLearningRate { get; init; } = 5e-5;

    /// <summary>Learning rate of the critic.</summary>
    public double CriticLearningRate { get; init; } = 2e-4;

    /// <summary>Steps of linear warm-up, in both stages.</summary>
    public int WarmUpSteps { get; init; } = 50;

    /// <summary>AdamW's decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Gradients of a larger norm are scaled down.</summary>
    public double GradientNorm { get; init; } = 0.5;

    /// <summary>Decay of the averaged weights, which become the teacher and the model.</summary>
    public double AverageDecay { get; init; } = 0.995;

    /// <summary>Share of the teacher's samples whose control image is the sharp picture itself.</summary>
    public double SharpControlShare { get; init; } = 0.4;

    /// <summary>Share of the student's updates that train the first step; the others train one of the later steps.</summary>
    public double FirstStepShare { get; init; } = 0.5;

    /// <summary>The timestep-adapting loss: weight of the distillation at the timesteps 999, 749, 499 and 249.</summary>
    public IReadOnlyList<double> DistillationWeights { get; init; } = [1, 1, 1, 1];

    /// <summary>Weight of the adversarial loss at the same timesteps.</summary>
    public IReadOnlyList<double> AdversarialWeights { get; init; } = [0, 0.0002, 0.0004, 0.0008];

    /// <summary>Weight of the distance to the sharp picture itself, beside the distance to the teacher's prediction.</summary>
    public double ReconstructionWeight { get; init; } = 1;

    /// <summary>Weight of the error in brightness, beside 1 for the error in RGB.</summary>
    public double LumaWeight { get; init; } = 2;

    /// <summary>Share of crops cut from photos; the others are procedural.</summary>
    public double PhotoShare { get; init; } = 0.5;

    /// <summary>Photos to cut crops from.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>Photos never trained on, by which progress is measured.</summary>
    public IReadOnlyList<string> HeldOutPhotos { get; init; } = [];

    /// <summary>The degradations drawn.</summary>
    public DegradationOptions Degradations { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps between checkpoints and measurements.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Compute threads; 0 leaves the choice to torch.</summary>
    public int Threads { get; init; }

    /// <summary>Whether a recipe's text is one of this family.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static bool IsAddSr(string json)
    {
        using var document = JsonDocument.Parse(
            json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("pipeline", out var value)
            && value.ValueEquals("addsr");
    }

    /// <summary>Reads a recipe; keys that are absent keep their defaults.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static AddSrRecipe Parse(string json) =>
        JsonSerializer.Deserialize<AddSrRecipe>(json, s_json) ?? throw new JsonException("The recipe is empty.");

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Lists everything that is wrong.</exception>
    public void Validate()
    {
        var faults = new List<string>(Degradations.Faults());
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(Pipeline == "addsr", $"pipeline '{Pipeline}' is not addsr");
        Require(BaseBlur is >= 0 and <= 1 && BaseNoise is >= 0 and <= 1, "baseBlur and baseNoise must lie in 0…1");
        Require(
            TaggerSteps >= 0 && TeacherSteps >= 1 && StudentSteps >= 1,
            "teacherSteps and studentSteps must be at least 1, taggerSteps not negative");
        Require(
            BatchSize >= 1 && CropSize >= 32 && CropSize % 8 == 0,
            $"batchSize {BatchSize} must be at least 1, cropSize {CropSize} a multiple of 8 and at least 32");
        Require(
            LearningRate is > 0 and < 1 && StudentLearningRate is > 0 and < 1 && CriticLearningRate is > 0 and < 1,
            "learningRate, studentLearningRate and criticLearningRate must lie in 0…1");
        Require(
            WarmUpSteps >= 0 && WeightDecay >= 0 && GradientNorm > 0 && ReconstructionWeight >= 0 && LumaWeight >= 0,
            "warmUpSteps, weightDecay, reconstructionWeight and lumaWeight must not be negative, gradientNorm must be positive");
        Require(AverageDecay is >= 0 and < 1, $"averageDecay {AverageDecay} is outside 0…1");
        Require(
            SharpControlShare is >= 0 and <= 1 && FirstStepShare is >= 0 and <= 1 && PhotoShare is >= 0 and <= 1,
            "the shares must lie in 0…1");
        Require(
            DistillationWeights.Count == 4 && AdversarialWeights.Count == 4
                && DistillationWeights.Concat(AdversarialWeights).All(weight => weight >= 0),
            "distillationWeights and adversarialWeights must be four numbers each, none negative");
        Require(CheckpointEvery >= 1 && Threads >= 0, "checkpointEvery must be at least 1, threads not negative");
        if (faults.Count > 0)
            throw new ArgumentException($"The recipe is not usable: {string.Join("; ", faults)}.");
    }
}
