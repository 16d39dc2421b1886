using PaintDotNet.Rendering;
using SrPlugin.Client;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.Pixels;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>A job's pictures: what is sent, and what is made of the answer.</summary>
internal sealed class JobPictures
{
    private readonly SourcePicture _source;
    private readonly byte[] _sent;
    private readonly byte[]? _original;

    private JobPictures(SourcePicture source, EffectSettings settings, CancellationToken cancellationToken)
    {
        _source = source;
        _sent = source.ReadFrame(cancellationToken);
        if (!source.Colors.IsSrgb)
        {
            _original = _sent;
            _sent = source.Colors.ToSrgb(_original, source.Frame.Width, source.Frame.Height, cancellationToken);
        }

        HostPixels.SwapRedAndBlue(_sent);

        // The host applies the mask itself. Only an extra feather must know the selection's shape, and then only where it ends: sent with
        // its soft edges, those would count twice.
        bool feathers = !settings.Enlarges && settings.Recipe.Feather > 0;
        Mask = feathers ? Shape(source.ReadMask(source.Frame, cancellationToken)) : [];
        RectInt32 selection = source.Selection, frame = source.Frame;
        Request = new JobRequest
        {
            Width = frame.Width,
            Height = frame.Height,
            Channels = 4,
            SampleFormat = SampleFormat.UInt8,
            HasMask = feathers,
            Selection = selection == frame
                ? null
                : new PictureArea(selection.X - frame.X, selection.Y - frame.Y, selection.Width, selection.Height),
            Recipe = settings.Recipe,
            Priority = JobPriority.Interactive,
        };
    }

    /// <summary>What the job's body says first.</summary>
    public JobRequest Request { get; }

    /// <summary>The frame as sRGB RGBA.</summary>
    public ReadOnlyMemory<byte> Pixels => _sent;

    /// <summary>The selection's shape; empty when the service need not know it.</summary>
    public ReadOnlyMemory<byte> Mask { get; }

    /// <summary>Reads the source for a job.</summary>
    public static JobPictures Read(SourcePicture source, EffectSettings settings, CancellationToken cancellationToken) =>
        new(source, settings, cancellationToken);

    /// <summary>The restored selection, in the document's colours. Where the service left a pixel alone, it stays bit-identical.</summary>
    public RestoredRegion TakeRestored(UpscaleResult result, CancellationToken cancellationToken)
    {
        RectInt32 frame = _source.Frame, selection = _source.Selection;
        Demand(result, frame.Width, frame.Height);
        var pixels = new byte[HostPixels.Bytes(selection.Width, selection.Height, 4)];
        for (int y = 0; y < selection.Height; y++)
            result.Pixels.AsSpan(RowInFrame(y), selection.Width * 4).CopyTo(RowOf(pixels, y));
        HostPixels.SwapRedAndBlue(pixels);
        if (_original is { } original)
        {
            // There and back again through another profile is not the identity.
            pixels = _source.Colors.FromSrgb(pixels, selection.Width, selection.Height, cancellationToken);
            for (int y = 0; y < selection.Height; y++)
            {
                int from = RowInFrame(y);
                Span<byte> target = RowOf(pixels, y);
                for (int i = 0; i < target.Length; i += 4)
                {
                    if (result.Pixels.AsSpan(from + i, 4).SequenceEqual(_sent.AsSpan(from + i, 4)))
                        original.AsSpan(from + i, 4).CopyTo(target[i..]);
                }
            }
        }

        return new RestoredRegion(selection, pixels, result.Details);

        int RowInFrame(int y) => checked((((selection.Y - frame.Y + y) * frame.Width) + selection.X - frame.X) * 4);
        Span<byte> RowOf(byte[] array, int y) => array.AsSpan(y * selection.Width * 4, selection.Width * 4);
    }

    /// <summary>The enlarged selection as RGBA, transparent where nothing was selected, like a copy of it.</summary>
    public EnlargedPicture TakeEnlarged(UpscaleResult result, CancellationToken cancellationToken)
    {
        int width = result.Details.Width, height = result.Details.Height;
        Demand(result, width, height);
        byte[] pixels = result.Pixels;
        ReadOnlyMemory<byte> profile = _source.Colors.Profile;

        // Colours without a profile's bytes stay sRGB, which a file can name.
        if (!profile.IsEmpty)
        {
            HostPixels.SwapRedAndBlue(pixels);
            pixels = _source.Colors.FromSrgb(pixels, width, height, cancellationToken);
            HostPixels.SwapRedAndBlue(pixels);
        }

        RectInt32 selection = _source.Selection;
        var coverage = new EnlargedCoverage(
            _source.ReadMask(selection, cancellationToken), selection.Width, selection.Height, width, height);
        if (!coverage.IsFull)
        {
            for (int y = 0; y < height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int x = 0; x < width; x++)
                {
                    ref byte alpha = ref pixels[(((y * width) + x) * 4) + 3];
                    alpha = (byte)Math.Round(alpha * coverage.At(x, y));
                }
            }
        }

        return new EnlargedPicture(width, height, pixels, profile);
    }

    // Wherever anything is selected, the shape says so.
    private static byte[] Shape(byte[] mask)
    {
        foreach (ref byte value in mask.AsSpan())
            value = value > 0 ? (byte)255 : (byte)0;
        return mask;
    }

    private static void Demand(UpscaleResult result, int width, int height)
    {
        JobResult found = result.Details;
        if (found.Width != width || found.Height != height || found.Channels != 4 || found.SampleFormat != SampleFormat.UInt8
            || result.Pixels.LongLength != (long)width * height * 4)
        {
            throw new ServiceException(
                ErrorCode.InvalidOutput,
                $"The service returned {found.Width}×{found.Height} pixels with {found.Channels} channels of {found.SampleFormat} "
                    + $"({result.Pixels.LongLength} bytes) where {width}×{height} with 4 of UInt8 belong.",
                "Update plug-in and service to the same version.");
        }
    }
}
