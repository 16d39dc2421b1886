namespace SrPlugin.Trainer.Evaluation;

/// <summary>Quality of one restored photo beside bicubic enlargement of the same source.</summary>
/// <param name="PsnrY">PSNR of the brightness in dB.</param>
/// <param name="BicubicPsnrY">The same of bicubic.</param>
/// <param name="Ssim">Structural similarity of the brightness.</param>
/// <param name="BicubicSsim">The same of bicubic.</param>
public sealed record RestorationFigures(double PsnrY, double BicubicPsnrY, double Ssim, double BicubicSsim)
{
    /// <summary>PSNR-Y above bicubic, dB.</summary>
    public double Gain => PsnrY - BicubicPsnrY;

    /// <summary>SSIM above bicubic.</summary>
    public double SsimGain => Ssim - BicubicSsim;
}
