using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <summary>GIMP through libgimp: what a layer is, its pixels and its selection. The rest lies in the other parts.</summary>
/// <param name="gimp">The series of GIMP.</param>
internal sealed partial class GimpEditor(GimpSeries gimp) : IEditor
{
    private const int None = GimpSeries.None;

    // GimpChannelType; red, green and blue are 0, 1 and 2.
    private const int GreyComponent = 3;

    /// <inheritdoc/>
    public string ProfileFolder => GimpText.Borrowed(Libgimp.Directory());

    /// <inheritdoc/>
    public LayerPixels Describe(int drawable, bool ignoreSelection)
    {
        nint item = gimp.Item(drawable);
        if (drawable == None || Libgimp.ItemIsDrawable(item) == 0)
            throw new EffectException("No layer is active. Select a layer in the Layers dialog and run Super Resolution again.");
        nint image = Libgimp.ItemImage(item);
        string name = GimpText.Owned(Libgimp.ItemName(item));
        if (Libgimp.DrawableIsIndexed(item) != 0)
            throw new EffectException(
                "This image is indexed: it has a palette, and no palette holds the colours a restored picture needs. Choose Image ▸ Mode ▸ "
                    + "RGB first, then run Super Resolution again.");
        if (Libgimp.ItemIsGroup(item) != 0)
            throw new EffectException(
                $"'{name}' is a layer group, which has no pixels of its own. Select one of its layers, or use Layer ▸ New from Visible, "
                    + $"and run Super Resolution again.");
        if (!ignoreSelection && gimp.DrawnFrom(drawable) is { } source)
            throw new EffectException(
                $"'{name}' is a {source} layer: GIMP draws its pixels anew and would lose the result. Choose Layer ▸ Rasterize first, then "
                    + $"run Super Resolution again.");
        if (Libgimp.ItemContentIsLocked(item) != 0)
            throw new EffectException(
                $"The pixels of '{name}' are locked. Unlock them in the Layers dialog and run Super Resolution again.");

        (int width, int height) = gimp.DrawableSize(drawable);
        bool hasSelection = !ignoreSelection && Libgimp.SelectionIsEmpty(image) == 0
            && gimp.ItemNumber(Libgimp.ImageSelection(image)) != drawable;
        var selected = new PictureArea(0, 0, width, height);
        if (hasSelection)
        {
            bool isReached =
                Libgimp.DrawableMaskIntersect(item, out int left, out int top, out int selectedWidth, out int selectedHeight) != 0;
            if (!isReached || selectedWidth <= 0 || selectedHeight <= 0)
                throw new EffectException(
                    $"The selection does not touch '{name}'. Select a part of this layer, or choose Select ▸ None to work on all of it.");
            selected = new PictureArea(left, top, selectedWidth, selectedHeight);
        }

        PixelEncoding encoding = PixelEncoding.Of(item);
        var layer = new LayerPixels
        {
            Image = gimp.ImageNumber(image),
            Drawable = drawable,
            Name = name,
            Width = width,
            Height = height,
            Offset = gimp.DrawableOffset(drawable),
            Channels = encoding.Channels,
            SampleFormat = encoding.SampleFormat,
            IsLayer = Libgimp.ItemIsLayer(item) != 0,
            HasEffects = gimp.HasEffects(drawable),
            HasSelection = hasSelection,
            Selected = selected,
        };
        return Array.Exists(KeptSamples(layer), isKept => !isKept)
            ? layer
            : throw new EffectException(
                "Every colour channel of this image is switched off. Activate one in the Channels dialog and run Super Resolution again.");
    }

    /// <inheritdoc/>
    public byte[] ReadPixels(LayerPixels layer, PictureArea area)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(gimp.Item(layer.Drawable));
        return buffer.Read(area, PixelEncoding.Of(gimp.Item(layer.Drawable)).Wire);
    }

    /// <inheritdoc/>
    public byte[] ReadSelection(LayerPixels layer, PictureArea area)
    {
        nint selection = Libgimp.ImageSelection(gimp.Image(layer.Image));
        using DrawableBuffer buffer = DrawableBuffer.Open(selection);
        PictureArea inImage = area with { X = area.X + layer.Offset.X, Y = area.Y + layer.Offset.Y };

        // In its own format: babl's search for a conversion takes seconds.
        nint format = Libgimp.DrawableFormat(selection);
        return CoverageSamples.Convert(buffer.Read(inImage, format), GimpText.Borrowed(Gegl.EncodingOf(format)), layer.SampleFormat);
    }

    /// <inheritdoc/>
    public void ReplaceColors(LayerPixels layer, PictureArea area, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> coverage)
    {
        PixelEncoding encoding = PixelEncoding.Of(gimp.Item(layer.Drawable));
        byte[] original;
        using (DrawableBuffer buffer = DrawableBuffer.Open(gimp.Item(layer.Drawable)))
            original = buffer.Read(area, encoding.Native);
        byte[] replaced = encoding.ToNative(pixels.Span);
        SelectedBytes.KeepOriginal(original, replaced, encoding.BytesPerPixel / encoding.Channels, KeptSamples(layer), coverage.Span);
        WriteWithUndo(gimp.Item(layer.Drawable), area, encoding, replaced);
    }

    // Alpha always, and of a layer the channels that are switched off in the Channels dialog.
    private bool[] KeptSamples(LayerPixels layer)
    {
        bool[] isKept = new bool[layer.Channels];
        if (layer.HasAlpha)
            isKept[^1] = true;
        if (!layer.IsLayer)
            return isKept;
        for (int sample = 0; sample < (layer.IsGrey ? 1 : 3); sample++)
            isKept[sample] = Libgimp.ComponentIsActive(gimp.Image(layer.Image), layer.IsGrey ? GreyComponent : sample) == 0;
        return isKept;
    }

    private void Require(int success, string what)
    {
        if (success == 0)
            throw new EffectException($"GIMP could not {what}: {gimp.LastError}");
    }

    // Merging the shadow is the one call that makes an undo step, but GIMP blends it in floating point, which rounds 32-bit integers and
    // forgets the colours under zero alpha. So the exact bytes are written over it; undo brings back what was there before the merge.
    private void WriteWithUndo(nint drawable, PictureArea area, PixelEncoding encoding, byte[] pixels)
    {
        using (DrawableBuffer shadow = DrawableBuffer.OpenShadow(drawable))
            shadow.Write(area, encoding.Native, pixels);
        Require(Libgimp.MergeShadow(drawable, undo: 1), "change the layer");
        using (DrawableBuffer buffer = DrawableBuffer.Open(drawable))
            buffer.Write(area, encoding.Native, pixels);
        _ = Libgimp.UpdateDrawable(drawable, area.X, area.Y, area.Width, area.Height);
    }
}
