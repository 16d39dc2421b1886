using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.PaintDotNet.FakeHost.Documents;

namespace SrPlugin.PaintDotNet.FakeHost.Editing;

/// <summary>
/// What the editor shows within the selection's rectangle: the source, and over it the effect's tiles, weighted by the mask.
/// </summary>
public sealed class FakeCanvas
{
    private const int Padding = 12;

    private readonly FakeImage _image;
    private readonly ColorBgra32[] _pixels;
    private readonly ColorBgra32[] _effect;

    internal FakeCanvas(FakeImage image)
    {
        _image = image;
        _pixels = new ColorBgra32[image.SelectionBounds.Area];
        _effect = new ColorBgra32[image.SelectionBounds.Area];
        RectInt32 bounds = image.SelectionBounds;
        for (int i = 0; i < _pixels.Length; i++)
            _pixels[i] = image.PixelAt(bounds.X + (i % bounds.Width), bounds.Y + (i / bounds.Width));
    }

    /// <summary>A pixel as shown, in document coordinates.</summary>
    public ColorBgra32 this[int x, int y] => _pixels[Index(x, y)];

    /// <summary>A pixel as the effect wrote it, before the mask.</summary>
    public ColorBgra32 Raw(int x, int y) => _effect[Index(x, y)];

    /// <summary>Pixels that are not the source's.</summary>
    public int CountChanged()
    {
        RectInt32 bounds = _image.SelectionBounds;
        int count = 0;
        for (int y = bounds.Top; y < bounds.Bottom; y++)
        {
            for (int x = bounds.Left; x < bounds.Right; x++)
                count += this[x, y] == _image.PixelAt(x, y) ? 0 : 1;
        }

        return count;
    }

    internal void Put(RectInt32 tile, byte[] buffer, int stride)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            if (buffer.AsSpan((y * stride) + (tile.Width * 4), Padding).ContainsAnyExcept((byte)0xCD))
                throw new InvalidOperationException($"The effect wrote beside its tile {tile}.");
            for (int x = 0; x < tile.Width; x++)
            {
                var written = buffer.AsSpan((y * stride) + (x * 4), 4);
                var color = new ColorBgra32(written[0], written[1], written[2], written[3]);
                int documentX = tile.X + x, documentY = tile.Y + y;
                int index = Index(documentX, documentY);
                _effect[index] = color;
                _pixels[index] = Overwrite(_image.PixelAt(documentX, documentY), color, _image.CoverageAt(documentX, documentY));
            }
        }
    }

    private static ColorBgra32 Overwrite(ColorBgra32 below, ColorBgra32 above, byte coverage) => coverage switch
    {
        0 => below,
        255 => above,
        _ => new ColorBgra32(
            Mix(below.B, above.B, coverage), Mix(below.G, above.G, coverage), Mix(below.R, above.R, coverage),
            Mix(below.A, above.A, coverage)),
    };

    private static byte Mix(byte below, byte above, byte coverage) => (byte)(((below * (255 - coverage)) + (above * coverage) + 127) / 255);

    private int Index(int x, int y) => ((y - _image.SelectionBounds.Y) * _image.SelectionBounds.Width) + x - _image.SelectionBounds.X;
}
