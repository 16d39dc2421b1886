namespace SrPlugin.Trainer.Training;

/// <summary>The two things that are trained, one after the other.</summary>
public enum TrainingStage
{
    /// <summary>The degradation estimator.</summary>
    Estimator,

    /// <summary>VAE, UNet, text encoder and degradation LoRA.</summary>
    Restoration,
}
