namespace SrPlugin.Imaging;

/// <summary>Kernels of <see cref="Resampler"/>. All are widened when shrinking, so that they do not alias.</summary>
public enum ResampleFilter
{
    /// <summary>Mean over the exact area of the source that an output pixel covers.</summary>
    Area,

    /// <summary>Triangle, support 1.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −0.5, support 2: what Pillow calls BICUBIC.</summary>
    Bicubic,

    /// <summary>Windowed sinc, support 3.</summary>
    Lanczos3,
}
