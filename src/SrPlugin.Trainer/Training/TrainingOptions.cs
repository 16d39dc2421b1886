using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Model;

namespace SrPlugin.Trainer.Training;

/// <summary>The recipe of a training run. What is stored beside a trained model, and what a configuration file may set.</summary>
public sealed record TrainingOptions
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Updates of the restoration networks.</summary>
    public int Steps { get; init; } = 6000;

    /// <summary>Crops per update, before <see cref="LateShare"/>.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Side of the high-resolution crops in pixels, a multiple of 8; below 64 the normalisations see too little.</summary>
    public int CropSize { get; init; } = 96;

    /// <summary>Share of the steps, at the end, that see larger crops: normalisation over small crops and whole photos differs.</summary>
    public double LateShare { get; init; } = 0.1;

    /// <summary>Crops per update at the end.</summary>
    public int LateBatchSize { get; init; } = 4;

    /// <summary>Side of the crops at the end.</summary>
    public int LateCropSize { get; init; } = 160;

    /// <summary>
    /// Share of the steps, at the start, without degradation LoRA: the networks learn to restore first, then to listen to scores.
    /// </summary>
    public double PlainShare { get; init; } = 0.5;

    /// <summary>
    /// Crops of a batch that share one pair of scores once the LoRA trains; the LoRA is then folded once per group, which costs
    /// almost nothing. A divisor of both batch sizes.
    /// </summary>
    public int ScoreGroupSize { get; init; } = 4;

    /// <summary>
    /// Share of the steps, at the end, over which the learning rate falls to <see cref="FinalLearningRate"/> along half a cosine; before
    /// them it is constant, so that a run can be extended. 1: it falls from the start.
    /// </summary>
    public double DecayShare { get; init; } = 1;

    /// <summary>Highest learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Learning rate at the end of the cosine.</summary>
    public double FinalLearningRate { get; init; } = 1e-5;

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmUpSteps { get; init; } = 100;

    /// <summary>AdamW's decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Gradients of a larger norm are scaled down.</summary>
    public double GradientNorm { get; init; } = 0.5;

    /// <summary>Decay of the averaged weights, which are what is saved as the model.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Weight of the error in brightness, beside 1 for the error in RGB.</summary>
    public double LumaWeight { get; init; } = 2;

    /// <summary>Weight of the error in the means over 8×8 pixels, where mottling, colour residue and block steps show.</summary>
    public double FlatWeight { get; init; }

    /// <summary>Whether the loss looks at the picture after the wavelet colour fix.</summary>
    public bool ColorFix { get; init; } = true;

    /// <summary>Share of the photos whose light and colours are changed.</summary>
    public double ColorJitterShare { get; init; } = 1;

    /// <summary>Id of the model that the run makes.</summary>
    public string Id { get; init; } = "tiny-s3diff";

    /// <summary>The model's name for people.</summary>
    public string Name { get; init; } = "Tiny S3Diff";

    /// <summary>What the model is, in a sentence for people.</summary>
    public string Description { get; init; } =
        "Built-in small model: restores and enlarges photos in about a second per megapixel of a two-core machine, without a download.";

    /// <summary>Deviation of the errors that the networks' scores are given, as an estimator would make them.</summary>
    public double ScoreJitter { get; init; } = 0.03;

    /// <summary>Share of crops cut from photos; the others are procedural. Ignored without photos.</summary>
    public double PhotoShare { get; init; } = 0.5;

    /// <summary>Share of samples whose target is the degraded picture under a negative prompt.</summary>
    public double NegativeShare { get; init; } = 0.05;

    /// <summary>
    /// Photos to cut crops from: files, or folders of them. JPEG files in folders are halved, so that their blocks are not learned.
    /// </summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>Photos never trained on, by which progress is measured: as <see cref="Photos"/>.</summary>
    public IReadOnlyList<string> HeldOutPhotos { get; init; } = [];

    /// <summary>Side of a procedural picture in pixels.</summary>
    public int PictureSize { get; init; } = 320;

    /// <summary>Procedural pictures in use at a time.</summary>
    public int PictureWindow { get; init; } = 96;

    /// <summary>New procedural pictures per step.</summary>
    public double PicturesPerStep { get; init; } = 0.1;

    /// <summary>The degradations drawn.</summary>
    public DegradationOptions Degradations { get; init; } = new();

    /// <summary>Sizes of the networks.</summary>
    public TinyArchitecture Architecture { get; init; } = new();

    /// <summary>Updates of the degradation estimator; it is trained on its own.</summary>
    public int EstimatorSteps { get; init; } = 2000;

    /// <summary>The file of a trained estimator of the same sizes to go on from; null to begin anew.</summary>
    public string? EstimatorFrom { get; init; }

    /// <summary>
    /// Added to the estimator's blur score, before the sigmoid, when it is trained: many photos are soft by nature, and a score that is too
    /// high costs more than one that is too low.
    /// </summary>
    public double BlurScoreOffset { get; init; }

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Steps between measurements on <see cref="HeldOutPhotos"/>; 0 = never.</summary>
    public int MeasureEvery { get; init; } = 500;

    /// <summary>Compute threads; 0 leaves the choice to torch.</summary>
    public int Threads { get; init; }

    /// <summary>Reads a recipe; keys that are absent keep their defaults.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static TrainingOptions Parse(string json) =>
        JsonSerializer.Deserialize<TrainingOptions>(json, s_json) ?? throw new JsonException("The recipe is empty.");

    /// <summary>The recipe as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Lists everything that is wrong.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(Steps >= 1, $"steps {Steps} is below 1");
        Require(EstimatorSteps >= 0, $"estimatorSteps {EstimatorSteps} is negative");
        Require(BatchSize >= 1 && LateBatchSize >= 1, "batchSize and lateBatchSize must be at least 1");
        Require(CropSize >= 32 && CropSize % 8 == 0, $"cropSize {CropSize} must be a multiple of 8 and at least 32");
        Require(LateCropSize >= 32 && LateCropSize % 8 == 0, $"lateCropSize {LateCropSize} must be a multiple of 8 and at least 32");
        Require(
            ScoreGroupSize >= 1 && BatchSize % ScoreGroupSize == 0 && LateBatchSize % ScoreGroupSize == 0,
            $"scoreGroupSize {ScoreGroupSize} must divide both batch sizes");
        foreach (
            var (name, share) in new[]
            {
                ("lateShare", LateShare),
                ("plainShare", PlainShare),
                ("photoShare", PhotoShare),
                ("negativeShare", NegativeShare),
                ("decayShare", DecayShare),
                ("colorJitterShare", ColorJitterShare),
            })
            Require(share is >= 0 and <= 1, $"{name} {share} is outside 0…1");
        Require(LearningRate is > 0 and < 1 && FinalLearningRate is >= 0 and < 1, "learningRate and finalLearningRate must lie in 0…1");
        Require(
            WarmUpSteps >= 0 && WeightDecay >= 0 && GradientNorm > 0 && LumaWeight >= 0 && FlatWeight >= 0 && ScoreJitter >= 0,
            "warmUpSteps, weightDecay, lumaWeight, flatWeight and scoreJitter must not be negative, gradientNorm must be positive");
        Require(AverageDecay is >= 0 and < 1, $"averageDecay {AverageDecay} is outside 0…1");
        Require(PictureSize >= Math.Max(CropSize, LateCropSize) + 32, $"pictureSize {PictureSize} must exceed the crops by 32");
        Require(PictureWindow >= 1 && PicturesPerStep >= 0, "pictureWindow must be at least 1 and picturesPerStep not negative");
        Require(
            CheckpointEvery >= 1 && MeasureEvery >= 0 && Threads >= 0,
            "checkpointEvery must be at least 1, measureEvery and threads not negative");
        faults.AddRange(Degradations.Faults());
        faults.AddRange(Architecture.Faults());
        if (faults.Count > 0)
            throw new ArgumentException("The training recipe is not usable: " + string.Join("; ", faults) + ".");
    }

    /// <summary>Whether a step sees the large crops of the end.</summary>
    internal bool IsLate(long step) => step >= Steps * (1 - LateShare);

    /// <summary>Whether the degradation LoRA trains at a step.</summary>
    internal bool IsAdapted(long step) => step >= Steps * PlainShare;

    /// <summary>The learning rate of a step: linear warm-up, a plateau unless <see cref="DecayShare"/> is 1, then half a cosine.</summary>
    internal double RateAt(long step)
    {
        var warm = Math.Min(1, (step + 1.0) / Math.Max(1, WarmUpSteps));
        var from = Steps * (1 - DecayShare);
        var cosine = 0.5 + (0.5 * Math.Cos(Math.PI * Math.Clamp((step - from) / Math.Max(1, Steps - from), 0, 1)));
        return warm * (FinalLearningRate + ((LearningRate - FinalLearningRate) * cosine));
    }
}
