using SrPlugin.Imaging;
using SrPlugin.Protocol;

namespace SrPlugin.Jobs;

/// <summary>The picture of one job, and the part of it to work on.</summary>
/// <param name="Source">The picture, straight alpha. Unchanged.</param>
/// <param name="Selection">The part to work on; null for all of it.</param>
/// <param name="Mask">The selection's coverage, one channel of the picture's size; null to cover the selection fully.</param>
public sealed record JobPicture(PixelBuffer Source, PixelRectangle? Selection, PixelBuffer? Mask)
{
    /// <summary>Gets whether the source is a part of a picture that has colours, though the part itself may have none.</summary>
    public bool IsPartOfColorPicture { get; init; }

    /// <summary>The picture of a request, over the bytes that came with it.</summary>
    /// <param name="request">The request, already checked.</param>
    /// <param name="pixels">The samples of the picture.</param>
    /// <param name="mask">The samples of the mask; null without one.</param>
    public static JobPicture Of(JobRequest request, byte[] pixels, byte[]? mask)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new JobPicture(
            new PixelBuffer(request.Width, request.Height, request.Channels, SampleFormats.FromWire(request.SampleFormat), pixels),
            request.Selection is { } area ? new PixelRectangle(area.X, area.Y, area.Width, area.Height) : null,
            mask is null ? null : new PixelBuffer(
                request.Width, request.Height, 1, SampleFormats.FromWire(request.MaskFormat ?? Protocol.SampleFormat.UInt8), mask));
    }
}
