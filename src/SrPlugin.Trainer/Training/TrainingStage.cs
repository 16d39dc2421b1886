namespace SrPlugin.Trainer.Training;

/// <summary>What is trained, one after the other.</summary>
public enum TrainingStage
{
    /// <summary>The degradation estimator.</summary>
    Estimator,

    /// <summary>VAE, UNet, text encoder and degradation LoRA.</summary>
    Restoration,

    /// <summary>The tagger of an AddSR model.</summary>
    Tagger,

    /// <summary>UNet and ControlNet that become teacher and student.</summary>
    Teacher,

    /// <summary>The student.</summary>
    Student,
}
