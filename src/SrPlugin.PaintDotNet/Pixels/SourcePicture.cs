using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>
/// The layer that the effect works on: the selection's rectangle and a margin around it, which the model looks at. Memory and time follow
/// the selection, never the document.
/// </summary>
internal sealed class SourcePicture : IDisposable
{
    /// <summary>Pixels around the selection that are sent in addition.</summary>
    public const int ContextMargin = 64;

    private readonly IBitmapEffectEnvironment _environment;
    private readonly IEffectInputBitmap<ColorBgra32> _layer;
    private string? _fingerprint;

    /// <summary>Opens the active layer; reads nothing yet.</summary>
    public SourcePicture(IBitmapEffectEnvironment environment)
    {
        _environment = environment;
        _layer = environment.GetSourceBitmapBgra32();
        Colors = new DocumentColors(environment);
        SizeInt32 size = environment.Document.Size;
        var document = new RectInt32(0, 0, size.Width, size.Height);
        Selection = RectInt32.Intersect(environment.Selection.RenderBounds, document);
        PictureArea frame = new PictureArea(Selection.X, Selection.Y, Selection.Width, Selection.Height)
            .WithContext(ContextMargin, size.Width, size.Height);
        Frame = new RectInt32(frame.X, frame.Y, frame.Width, frame.Height);
    }

    /// <summary>The rectangle around the selection, in document coordinates.</summary>
    public RectInt32 Selection { get; }

    /// <summary>The selection with its context.</summary>
    public RectInt32 Frame { get; }

    /// <summary>The document's colours.</summary>
    public DocumentColors Colors { get; }

    /// <summary>The layer itself.</summary>
    public IBitmapSource<ColorBgra32> Layer => _layer;

    /// <summary>Differs when the pixels, the selection or the colour profile do. Read once.</summary>
    public string GetFingerprint(CancellationToken cancellationToken) => _fingerprint ??= ComputeFingerprint(cancellationToken);

    /// <summary>The frame's pixels, BGRA in the document's colours.</summary>
    public byte[] ReadFrame(CancellationToken cancellationToken) => HostPixels.Read(_layer, Frame, cancellationToken);

    /// <summary>How much each pixel of a rectangle is selected, 0…255.</summary>
    public byte[] ReadMask(RectInt32 area, CancellationToken cancellationToken)
    {
        using var mask = _environment.Selection.MaskBitmap;
        return HostPixels.Read(mask, area, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Colors.Dispose();
        _layer.Dispose();
    }

    private string ComputeFingerprint(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Selection.X} {Selection.Y} {Selection.Width} {Selection.Height} {Frame.X} {Frame.Y} {Frame.Width} {Frame.Height} "
                + $"{Colors.Identity}")));
        using (var mask = _environment.Selection.MaskBitmap)
            HostPixels.AppendTo(hash, mask, Selection, cancellationToken);
        HostPixels.AppendTo(hash, _layer, Frame, cancellationToken);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
