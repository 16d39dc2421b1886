namespace SrPlugin.Imaging;

/// <summary>How one sample of a <see cref="PixelBuffer"/> is stored, in the machine's own byte order.</summary>
public enum SampleFormat
{
    /// <summary>One byte, 0…255.</summary>
    UInt8,

    /// <summary>Two bytes, 0…65535.</summary>
    UInt16,

    /// <summary>Four bytes, nominally 0…1; values outside are kept.</summary>
    Float32,
}
