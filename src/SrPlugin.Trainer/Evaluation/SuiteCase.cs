using SrPlugin.Trainer.Degradations;

namespace SrPlugin.Trainer.Evaluation;

/// <summary>One kind of damage that the suite judges a model by.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Plan">What happens to the sharp photo.</param>
public sealed record SuiteCase(string Name, DegradationPlan Plan)
{
    /// <summary>Whether the picture keeps its size, so that Restore is judged, not Upscale.</summary>
    public bool KeepsSize => Plan.Factor == 1;
}
