using SrPlugin.Imaging;
using SrPlugin.Protocol;
using WireFormat = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Service.Engines;

/// <summary>What an engine gets to do.</summary>
/// <param name="Request">Checked already.</param>
/// <param name="Pixels">As the request describes them; not changed.</param>
/// <param name="Mask">As the request describes it; null without one.</param>
internal sealed record EngineJob(JobRequest Request, byte[] Pixels, byte[]? Mask)
{
    /// <summary>The picture, over the job's own bytes.</summary>
    public PixelBuffer PixelBuffer => new(Request.Width, Request.Height, Request.Channels, ToFormat(Request.SampleFormat), Pixels);

    /// <summary>The selection's coverage, over the job's own bytes; null without one.</summary>
    public PixelBuffer? MaskBuffer => Mask is null ? null : new PixelBuffer(Request.Width, Request.Height, 1, ToFormat(Request.MaskFormat ?? WireFormat.UInt8), Mask);

    /// <summary>The part to work on; null for the whole.</summary>
    public PixelRectangle? Selection => Request.Selection is { } given ? new PixelRectangle(given.X, given.Y, given.Width, given.Height) : null;

    private static Imaging.SampleFormat ToFormat(WireFormat format) => format switch
    {
        WireFormat.UInt8 => Imaging.SampleFormat.UInt8,
        WireFormat.UInt16 => Imaging.SampleFormat.UInt16,
        _ => Imaging.SampleFormat.Float32,
    };
}
