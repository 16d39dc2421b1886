using System.Security.Cryptography;
using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>
/// The document's colour profile against sRGB, which is what the models know. Both ways keep straight alpha and 8 bits, like the layer.
/// </summary>
internal sealed class DocumentColors : IDisposable
{
    private readonly IImagingFactory _factory;
    private readonly IColorContext _document;
    private readonly IColorContext _srgb;

    /// <summary>Looks at a document.</summary>
    public DocumentColors(IBitmapEffectEnvironment environment)
    {
        _factory = environment.ImagingFactory;
        _document = environment.Document.ColorContext;
        _srgb = _factory.CreateColorContext(ExifColorSpace.Srgb);
        IsSrgb = (_document.Type == ColorContextType.ExifColorSpace && _document.ExifColorSpace == ExifColorSpace.Srgb)
            || _document.Equals(_srgb);
    }

    /// <summary>Whether nothing has to be converted.</summary>
    public bool IsSrgb { get; }

    /// <summary>The document's ICC profile; empty when it has none of its own.</summary>
    public ReadOnlyMemory<byte> Profile => !IsSrgb && _document.Type == ColorContextType.Profile ? _document.GetProfileBytes() : default;

    /// <summary>What tells these colours from others.</summary>
    public string Identity => _document.Type == ColorContextType.Profile
        ? System.Convert.ToHexString(SHA256.HashData(_document.GetProfileBytes().Span))
        : _document.Type == ColorContextType.ExifColorSpace ? _document.ExifColorSpace.ToString() : _document.Type.ToString();

    /// <summary>From the document's colours to sRGB, as BGRA.</summary>
    public byte[] ToSrgb(byte[] pixels, int width, int height, CancellationToken cancellationToken) =>
        Convert(pixels, width, height, _document, _srgb, cancellationToken);

    /// <summary>From sRGB to the document's colours, as BGRA.</summary>
    public byte[] FromSrgb(byte[] pixels, int width, int height, CancellationToken cancellationToken) =>
        Convert(pixels, width, height, _srgb, _document, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _srgb.Dispose();

    private byte[] Convert(byte[] pixels, int width, int height, IColorContext from, IColorContext to, CancellationToken cancellationToken)
    {
        using var bitmap = new ArrayBitmap(pixels, width, height);
        using var converted = _factory.CreateColorTransformedBitmap<ColorBgra32>(bitmap, from, to);
        return HostPixels.Read(converted, new RectInt32(0, 0, width, height), cancellationToken);
    }
}
