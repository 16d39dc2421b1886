namespace SrPlugin.Trainer.Papers;

/// <summary>The losses of an update of AddSR.</summary>
/// <param name="Distillation">The distance to the teacher, weighted over the timesteps.</param>
/// <param name="Adversarial">How well restored pictures pass for real ones, not weighted.</param>
/// <param name="Discriminator">The discriminator's.</param>
/// <param name="Norm">Of the student's gradients before they were limited.</param>
internal sealed record AddSrLosses(double Distillation, double Adversarial, double Discriminator, double Norm);
