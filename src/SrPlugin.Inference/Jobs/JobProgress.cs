namespace SrPlugin.Inference.Jobs;

/// <summary>How far a job is. Reports are monotone: neither <see cref="Stage"/> nor <see cref="Fraction"/> ever goes back.</summary>
/// <param name="Stage">The stage now running.</param>
/// <param name="Completed">Finished units (tiles, bands, prompts) of this stage.</param>
/// <param name="Total">Units of this stage.</param>
/// <param name="Fraction">Share of the whole job that is done, 0…1, weighted by the stages' usual cost.</param>
public readonly record struct JobProgress(JobStage Stage, int Completed, int Total, double Fraction)
{
    /// <summary>A new intermediate picture; null with most reports.</summary>
    public StepPreview? Preview { get; init; }
}
