using System.Security.Cryptography;
using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>
/// The layer that the effect works on: the selection's rectangle and a margin around it, which the model looks at. Memory and time follow the
/// selection, never the document.
/// </summary>
internal sealed class SourcePicture : IDisposable
{
    /// <summary>Pixels around the selection that are sent in addition.</summary>
    public const int ContextMargin = 64;

    private readonly IBitmapEffectEnvironment _environment;
    private readonly IEffectInputBitmap<ColorBgra32> _layer;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Opens the active layer; reads nothing yet.</summary>
    public SourcePicture(IBitmapEffectEnvironment environment)
    {
        _environment = environment;
        _layer = environment.GetSourceBitmapBgra32();
        Colors = new DocumentColors(environment);
        SizeInt32 size = environment.Document.Size;
        var document = new RectInt32(0, 0, size.Width, size.Height);
        Selection = RectInt32.Intersect(environment.Selection.RenderBounds, document);
        Frame = RectInt32.Intersect(RectInt32.Inflate(Selection, ContextMargin, ContextMargin), document);
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>The rectangle around the selection, in document coordinates.</summary>
    public RectInt32 Selection { get; }

    /// <summary>The selection with its context.</summary>
    public RectInt32 Frame { get; }

    /// <summary>The document's colours.</summary>
    public DocumentColors Colors { get; }

    /// <summary>The layer itself.</summary>
    public IBitmapSource<ColorBgra32> Layer => _layer;

    /// <summary>Differs when the pixels, the selection or the colour profile do.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The frame's pixels, BGRA in the document's colours.</summary>
    public byte[] ReadFrame() => HostPixels.Read(_layer, Frame);

    /// <summary>How much each pixel of a rectangle is selected, 0…255.</summary>
    public byte[] ReadMask(RectInt32 area)
    {
        using var mask = _environment.Selection.MaskBitmap;
        return HostPixels.Read(mask, area);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Colors.Dispose();
        _layer.Dispose();
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(Selection.X));
        hash.AppendData(BitConverter.GetBytes(Selection.Y));
        hash.AppendData(BitConverter.GetBytes(Selection.Width));
        hash.AppendData(BitConverter.GetBytes(Selection.Height));
        hash.AppendData(BitConverter.GetBytes(Frame.X));
        hash.AppendData(BitConverter.GetBytes(Frame.Y));
        hash.AppendData(Colors.Profile.Span);
        hash.AppendData(ReadMask(Selection));
        hash.AppendData(ReadFrame());
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
