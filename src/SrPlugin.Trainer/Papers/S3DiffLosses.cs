namespace SrPlugin.Trainer.Papers;

/// <summary>
/// The losses of an update, already weighted, each the mean over its parts; and the gradients' norms before they were limited.
/// </summary>
/// <param name="SquaredError">Squared error.</param>
/// <param name="Perceptual">LPIPS.</param>
/// <param name="Generator">How well restored pictures pass for real ones.</param>
/// <param name="Real">The discriminator's, of sharp pictures.</param>
/// <param name="Fake">The discriminator's, of restored pictures.</param>
/// <param name="Norms">Of every optimizer step of the update, in order.</param>
internal sealed record S3DiffLosses(
    double SquaredError, double Perceptual, double Generator, double Real, double Fake, IReadOnlyList<double> Norms)
{
    /// <summary>What the reconstruction step minimises.</summary>
    public double Reconstruction => SquaredError + Perceptual;
}
