using ImageFormat = SrPlugin.Imaging.SampleFormat;
using WireFormat = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Jobs;

/// <summary>The sample formats of pixel buffers and of the wire.</summary>
public static class SampleFormats
{
    /// <summary>Gets the format of a pixel buffer for a format of the wire.</summary>
    public static ImageFormat FromWire(WireFormat format) => format switch
    {
        WireFormat.UInt8 => ImageFormat.UInt8,
        WireFormat.UInt16 => ImageFormat.UInt16,
        WireFormat.Float32 => ImageFormat.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>Gets the format of the wire for a format of a pixel buffer.</summary>
    public static WireFormat ToWire(ImageFormat format) => format switch
    {
        ImageFormat.UInt8 => WireFormat.UInt8,
        ImageFormat.UInt16 => WireFormat.UInt16,
        ImageFormat.Float32 => WireFormat.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
