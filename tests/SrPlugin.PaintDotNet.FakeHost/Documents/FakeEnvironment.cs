using PaintDotNet.Effects;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>What an effect is told of the image it works on.</summary>
public sealed class FakeEnvironment : FakeObject, IBitmapEffectEnvironment
{
    private readonly FakeDocument _document;
    private readonly FakeSelection _selection;

    public FakeEnvironment(FakeImage image)
    {
        Layer = new FakeBitmap<ColorBgra32>(image.Size, image.PixelAt);
        _document = new FakeDocument(image, Layer);
        _selection = new FakeSelection(image);
    }

    /// <summary>The layer's bitmap, with its count of reads.</summary>
    public FakeBitmap<ColorBgra32> Layer { get; }

    public IBitmapEffectDocumentInfo Document => _document;

    public IBitmapEffectSelectionInfo Selection => _selection;

    public IImagingFactory ImagingFactory { get; } = new FakeImagingFactory();

    public int SourceLayerIndex => 0;

    IEffectDocumentInfo IEffectEnvironment.Document => _document;

    IEffectSelectionInfo IEffectEnvironment.Selection => _selection;

    private sealed class FakeDocument(FakeImage image, FakeBitmap<ColorBgra32> layer) : FakeObject, IBitmapEffectDocumentInfo
    {
        public IColorContext ColorContext => image.ColorSpace;

        public PixelFormat PixelFormat => PixelFormats.Bgra32;

        public SizeInt32 Size => image.Size;

        public IReadOnlyList<IEffectLayerInfo> Layers { get; } = [new FakeLayer(layer)];
    }

    private sealed class FakeLayer(FakeBitmap<ColorBgra32> bitmap) : FakeObject, IEffectLayerInfo
    {
        public string Name => "Background";

        public IEffectInputBitmap GetBitmap(in PixelFormat pixelFormat) =>
            pixelFormat.Equals(PixelFormats.Bgra32) ? bitmap : throw new NotSupportedException($"The layer is Bgra32, not {pixelFormat}.");
    }

    private sealed class FakeSelection(FakeImage image) : FakeObject, IBitmapEffectSelectionInfo
    {
        public RectInt32 RenderBounds => image.SelectionBounds;

        public IReadOnlyList<RectInt32> RenderScans => [image.SelectionBounds];

        public IEffectInputBitmap<ColorAlpha8> MaskBitmap =>
            new FakeBitmap<ColorAlpha8>(image.Size, (x, y) => new ColorAlpha8(image.CoverageAt(x, y)));
    }
}
