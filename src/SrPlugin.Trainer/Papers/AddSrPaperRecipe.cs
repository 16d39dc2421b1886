using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Trainer.RealEsrgan;

namespace SrPlugin.Trainer.Papers;

/// <summary>The recipe of AddSR's published training; the defaults are the published program's, and say where the paper differs.</summary>
public sealed record AddSrPaperRecipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Folder of the SeeSR that teaches and that the student starts from, in the layout of an AddSR model.</summary>
    public string Model { get; init; } = "models/seesr";

    /// <summary>Weights of DINO ViT-S/16, on whose features the discriminator stands.</summary>
    public string Dino { get; init; } = "";

    /// <summary>Attention heads of DINO; null for one per 64 channels.</summary>
    public int? DinoHeads { get; init; }

    /// <summary>Weights of DINOv2 ViT-S/14, which tells the discriminator what the low-resolution picture shows.</summary>
    public string DinoV2 { get; init; } = "";

    /// <summary>Attention heads of DINOv2; null for one per 64 channels.</summary>
    public int? DinoV2Heads { get; init; }

    /// <summary>Probability that a picture has no text.</summary>
    public double EmptyTextShare { get; init; } = 0.5;

    /// <summary>Probability that an update grades a second pass, which starts from the first one's prediction.</summary>
    public double TwoPassShare { get; init; } = 0.5;

    /// <summary>How many timesteps the teacher is asked at.</summary>
    public int TeacherDraws { get; init; } = 4;

    /// <summary>How the distillation is weighted over the timesteps.</summary>
    public TimestepWeights TimestepWeights { get; init; } = TimestepWeights.AsPublished;

    /// <summary>
    /// Whether a prediction enters ControlNet and tagger in −1…1, as in the published program; otherwise in 0…1, as all other pictures and
    /// in use.
    /// </summary>
    public bool PredictionsStaySigned { get; init; } = true;

    /// <summary>
    /// Whether a step of the discriminator contains what the update before left in its gradients, as in the published program.
    /// </summary>
    public bool StudentLossReachesDiscriminator { get; init; } = true;

    /// <summary>Weight of the adversarial loss.</summary>
    public double AdversarialWeight { get; init; } = 0.02;

    /// <summary>Updates.</summary>
    public int Updates { get; init; } = 50_000;

    /// <summary>Step size of the student.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Step size of the discriminator.</summary>
    public double DiscriminatorLearningRate { get; init; } = 2e-5;

    /// <summary>Decoupled weight decay. The paper names Adam, the program uses this.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The student's gradients of a larger norm are scaled down; the discriminator's are not.</summary>
    public double GradientNorm { get; init; } = 1;

    /// <summary>Decay of the averaged student, which is the result.</summary>
    public double AverageDecay { get; init; } = 0.99;

    /// <summary>Photos, crops and degradations: two crops per device in the published program.</summary>
    public PaperData Data { get; init; } = new() { BatchSize = 2, Degradation = RealEsrganOptions.AddSr };

    /// <summary>Updates between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Updates between two sheets of samples.</summary>
    public int SampleEvery { get; init; } = 500;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The device: cpu, cuda, or cuda:1 and so on.</summary>
    public string Device { get; init; } = "cuda";

    /// <summary>Compute threads; 0 leaves the choice to torch.</summary>
    public int Threads { get; init; }

    /// <summary>Reads a recipe; keys that are absent keep their defaults.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static AddSrPaperRecipe Parse(string json) =>
        JsonSerializer.Deserialize<AddSrPaperRecipe>(json, s_json) ?? throw new JsonException("The recipe is empty.");

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Lists everything that is wrong.</exception>
    public void Validate()
    {
        var faults = new List<string>(Data.Faults());
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(Dino.Length > 0 && DinoV2.Length > 0, "dino and dinoV2 must name weights");
        Require(DinoHeads is null or >= 1 && DinoV2Heads is null or >= 1, "dinoHeads and dinoV2Heads must be at least 1");
        Require(EmptyTextShare is >= 0 and <= 1 && TwoPassShare is >= 0 and <= 1, "emptyTextShare and twoPassShare must lie in 0…1");
        Require(TeacherDraws >= 1 && Updates >= 1 && CheckpointEvery >= 1 && SampleEvery >= 1 && Threads >= 0,
            "teacherDraws, updates, checkpointEvery and sampleEvery must be at least 1, threads not negative");
        Require(
            AdversarialWeight >= 0 && WeightDecay >= 0 && GradientNorm > 0,
            "adversarialWeight and weightDecay must not be negative, gradientNorm must be positive");
        Require(LearningRate is > 0 and < 1 && DiscriminatorLearningRate is > 0 and < 1, "learning rates must lie in 0…1");
        Require(AverageDecay is >= 0 and < 1, $"averageDecay {AverageDecay} is outside 0…1");
        if (faults.Count > 0)
            throw new ArgumentException($"The recipe is not usable: {string.Join("; ", faults)}.");
    }
}
