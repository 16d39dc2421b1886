using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.AddSr;

/// <summary>The settings of one AddSR run. Defaults are the authors' documented ones.</summary>
public sealed record AddSrOptions : RestorerOptions
{
    /// <summary>What the authors add to every prompt.</summary>
    public const string DefaultAddedPrompt = "clean, high-resolution, 8k, extremely detailed, best quality, sharp";

    /// <summary>The authors' negative prompt.</summary>
    public const string DefaultNegativePrompt = "dotted, noise, blur, lowres, smooth";

    /// <summary>Steps, 1…4: more invent more detail.</summary>
    public int StepCount { get; init; } = 4;

    /// <summary>
    /// Weight w of a step's prediction in the next step's control image, 0…1: w · prediction + (1 − w) · source. 0 refines nothing and
    /// saves a decode and a look at the picture in every step but the last.
    /// </summary>
    // Differs from upstream: the released script takes this setting and never passes it on; its pictures are made with 0.4.
    public double SelfRefinementWeight { get; init; } = 0.5;

    /// <summary>Factor of everything the ControlNet adds, 0…2.</summary>
    public double ConditioningScale { get; init; } = 1;

    /// <summary>What the first step starts from.</summary>
    public AddSrStart Start { get; init; }

    /// <summary>What to do where the released code departs from the method.</summary>
    public AddSrBehaviour Behaviour { get; init; }

    /// <summary>The user's part of the prompt, between the picture's tags and <see cref="AddedPrompt"/>.</summary>
    public override string PositivePrompt { get; init; } = "";

    /// <summary>The end of the prompt.</summary>
    public string AddedPrompt { get; init; } = DefaultAddedPrompt;

    /// <inheritdoc/>
    public override string NegativePrompt { get; init; } = DefaultNegativePrompt;

    /// <inheritdoc/>
    public override double GuidanceScale { get; init; } = 1;

    /// <inheritdoc/>
    public override LatentMode LatentMode { get; init; } = LatentMode.Sample;

    /// <inheritdoc/>
    public override ColorFixMode ColorFix { get; init; } = ColorFixMode.Adain;

    /// <summary>
    /// Pixels that the enlarged picture's shorter side has at least while it is worked on, 64…4096: smaller sources are enlarged first.
    /// </summary>
    public int ProcessSize { get; init; } = 512;

    private protected override void FindFaults(Action<bool, FormattableString> check)
    {
        check(StepCount is >= 1 and <= 4, $"The number of steps is {StepCount}; it must lie in 1…4.");
        check(SelfRefinementWeight is >= 0 and <= 1, $"The self-refinement weight is {SelfRefinementWeight}; it must lie in 0…1.");
        check(ConditioningScale is >= 0 and <= 2, $"The conditioning scale is {ConditioningScale}; it must lie in 0…2.");
        check(AddedPrompt is not null, $"The added prompt is null; an empty prompt is allowed.");
        check(Enum.IsDefined(Start), $"The start is {(int)Start}, which is not one of {string.Join(", ", Enum.GetNames<AddSrStart>())}.");
        check(
            Enum.IsDefined(Behaviour),
            $"The behaviour is {(int)Behaviour}, which is not one of {string.Join(", ", Enum.GetNames<AddSrBehaviour>())}.");
        check(ProcessSize is >= 64 and <= 4096, $"The process size is {ProcessSize}; it must lie in 64…4096.");
    }
}
