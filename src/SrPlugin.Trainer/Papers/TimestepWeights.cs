namespace SrPlugin.Trainer.Papers;

/// <summary>The weight that AddSR's distillation gets at a step of the student: the timestep-adapting loss.</summary>
public enum TimestepWeights
{
    /// <summary>As the published program computes it: it takes the step before the graded one, and the single pass counts most.</summary>
    AsPublished,

    /// <summary>As the paper describes it: the later the graded step, the more.</summary>
    AsIntended,

    /// <summary>The published program's other formula, which grows evenly, at the graded step.</summary>
    Linear,
}
