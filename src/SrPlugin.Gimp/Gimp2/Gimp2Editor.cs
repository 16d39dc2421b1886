using SrPlugin.Gimp.Gimp2.Native;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>GIMP 2.10 through libgimp: what a layer is, its pixels and its selection. The rest lies in the other parts.</summary>
internal sealed partial class Gimp2Editor : IEditor
{
    private const int None = -1;

    // GimpChannelType; red, green and blue are 0, 1 and 2.
    private const int GreyComponent = 3;

    /// <inheritdoc/>
    public string ProfileFolder => GimpText.Borrowed(Libgimp.Directory());

    /// <inheritdoc/>
    public LayerPixels Describe(int drawable, bool ignoreSelection)
    {
        if (drawable == None || Libgimp.ItemIsDrawable(drawable) == 0)
            throw new EffectException("No layer is active. Select a layer in the Layers dialog and run Super Resolution again.");
        int image = Libgimp.ItemImage(drawable);
        string name = GimpText.Owned(Libgimp.ItemName(drawable));
        if (Libgimp.DrawableIsIndexed(drawable) != 0)
            throw new EffectException("This image is indexed: it has a palette, and no palette holds the colours a restored picture needs. Choose Image ▸ Mode ▸ RGB first, then run Super Resolution again.");
        if (Libgimp.ItemIsGroup(drawable) != 0)
            throw new EffectException($"'{name}' is a layer group, which has no pixels of its own. Select one of its layers, or use Layer ▸ New from Visible, and run Super Resolution again.");
        if (Libgimp.ItemContentIsLocked(drawable) != 0)
            throw new EffectException($"The pixels of '{name}' are locked. Unlock them in the Layers dialog and run Super Resolution again.");

        int width = Libgimp.DrawableWidth(drawable), height = Libgimp.DrawableHeight(drawable);
        _ = Libgimp.DrawableOffsets(drawable, out int x, out int y);
        bool hasSelection = !ignoreSelection && Libgimp.SelectionIsEmpty(image) == 0 && Libgimp.ImageSelection(image) != drawable;
        var selected = new PictureArea(0, 0, width, height);
        if (hasSelection)
        {
            bool isReached = Libgimp.DrawableMaskIntersect(drawable, out int left, out int top, out int selectedWidth, out int selectedHeight) != 0;
            if (!isReached || selectedWidth <= 0 || selectedHeight <= 0)
                throw new EffectException($"The selection does not touch '{name}'. Select a part of this layer, or choose Select ▸ None to work on all of it.");
            selected = new PictureArea(left, top, selectedWidth, selectedHeight);
        }

        PixelEncoding encoding = PixelEncoding.Of(drawable);
        var layer = new LayerPixels
        {
            Image = image,
            Drawable = drawable,
            Name = name,
            Width = width,
            Height = height,
            Offset = (x, y),
            Channels = encoding.Channels,
            SampleFormat = encoding.SampleFormat,
            HasSelection = hasSelection,
            Selected = selected,
        };
        return Array.Exists(KeptSamples(layer), isKept => !isKept)
            ? layer
            : throw new EffectException("Every colour channel of this image is switched off. Activate one in the Channels dialog and run Super Resolution again.");
    }

    /// <inheritdoc/>
    public byte[] ReadPixels(LayerPixels layer, PictureArea area)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(layer.Drawable);
        return buffer.Read(area, PixelEncoding.Of(layer.Drawable).Wire);
    }

    /// <inheritdoc/>
    public byte[] ReadSelection(LayerPixels layer, PictureArea area)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(Libgimp.ImageSelection(layer.Image));
        PictureArea inImage = area with { X = area.X + layer.Offset.X, Y = area.Y + layer.Offset.Y };
        return buffer.Read(inImage, PixelEncoding.Coverage(layer.SampleFormat));
    }

    /// <inheritdoc/>
    public void ReplaceColors(LayerPixels layer, PictureArea area, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> coverage)
    {
        PixelEncoding encoding = PixelEncoding.Of(layer.Drawable);
        byte[] original;
        using (DrawableBuffer buffer = DrawableBuffer.Open(layer.Drawable))
            original = buffer.Read(area, encoding.Native);
        byte[] replaced = encoding.ToNative(pixels.Span);
        SelectedBytes.KeepOriginal(original, replaced, encoding.BytesPerPixel / encoding.Channels, KeptSamples(layer), coverage.Span);
        WriteWithUndo(layer.Drawable, area, encoding, replaced);
    }

    // Alpha always, and of a layer the channels that are switched off in the Channels dialog.
    private static bool[] KeptSamples(LayerPixels layer)
    {
        bool[] isKept = new bool[layer.Channels];
        if (layer.HasAlpha)
            isKept[^1] = true;
        if (Libgimp.ItemIsLayer(layer.Drawable) == 0)
            return isKept;
        for (int sample = 0; sample < (layer.IsGrey ? 1 : 3); sample++)
            isKept[sample] = Libgimp.ComponentIsActive(layer.Image, layer.IsGrey ? GreyComponent : sample) == 0;
        return isKept;
    }

    private static void Require(int success, string what)
    {
        if (success == 0)
            throw new EffectException($"GIMP could not {what}: {GimpText.Borrowed(Libgimp.LastError())}");
    }

    // Merging the shadow is the one call that makes an undo step, but GIMP blends it in floating point, which rounds 32-bit integers and
    // forgets the colours under zero alpha. So the exact bytes are written over it; undo brings back what was there before the merge.
    private static void WriteWithUndo(int drawable, PictureArea area, PixelEncoding encoding, byte[] pixels)
    {
        using (DrawableBuffer shadow = DrawableBuffer.OpenShadow(drawable))
            shadow.Write(area, encoding.Native, pixels);
        Require(Libgimp.MergeShadow(drawable, undo: 1), "change the layer");
        using (DrawableBuffer buffer = DrawableBuffer.Open(drawable))
            buffer.Write(area, encoding.Native, pixels);
        _ = Libgimp.UpdateDrawable(drawable, area.X, area.Y, area.Width, area.Height);
    }
}
