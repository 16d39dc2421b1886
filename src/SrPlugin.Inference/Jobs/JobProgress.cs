namespace SrPlugin.Inference.Jobs;

/// <summary>
/// How far a job is. Reports are monotone: <see cref="Fraction"/> never goes back; neither does <see cref="Stage"/>, but for models of
/// several steps, which go through some stages once a step.
/// </summary>
/// <param name="Stage">The stage now running.</param>
/// <param name="Completed">Finished units (tiles, bands, prompts) of this stage.</param>
/// <param name="Total">Units of this stage.</param>
/// <param name="Fraction">Share of the whole job that is done, 0…1, weighted by the stages' usual cost.</param>
public readonly record struct JobProgress(JobStage Stage, int Completed, int Total, double Fraction)
{
    /// <summary>What a step has just predicted; null in all other reports.</summary>
    public StepPreview? Preview { get; init; }
}
