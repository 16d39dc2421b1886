namespace SrPlugin.Inference.Jobs;

/// <summary>What a part of a job usually costs, in any unit that all parts share.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Step">The step of a model of several steps, from 0.</param>
/// <param name="Part">The tile, where a stage is told tile by tile in between others, from 0.</param>
/// <param name="Cost">The cost.</param>
internal readonly record struct StageCost(JobStage Stage, int Step, int Part, double Cost);
