namespace SrPlugin.Inference.Devices;

/// <summary>The number format the networks compute in.</summary>
public enum ComputePrecision
{
    /// <summary>
    /// On the CPU bfloat16 where the processor computes it, else float32; on CUDA the UNet in bfloat16 and the VAE in float32.
    /// </summary>
    Auto,

    /// <summary>float32 everywhere.</summary>
    Float32,

    /// <summary>bfloat16 wherever it is safe.</summary>
    BFloat16,

    /// <summary>float16 wherever it is safe. Not on the CPU.</summary>
    Float16,
}
