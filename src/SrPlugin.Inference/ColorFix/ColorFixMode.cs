namespace SrPlugin.Inference.ColorFix;

/// <summary>How the colours of a restored picture are pulled back to those of its source.</summary>
public enum ColorFixMode
{
    /// <summary>The network's colours are kept.</summary>
    None,

    /// <summary>
    /// Low frequencies come from the source, high frequencies from the network (five levels of a dilated binomial blur). The default.
    /// </summary>
    Wavelet,

    /// <summary>Mean and standard deviation of every channel are set to the source's.</summary>
    Adain,
}
