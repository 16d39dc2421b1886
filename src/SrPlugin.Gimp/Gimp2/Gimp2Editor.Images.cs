using SrPlugin.Gimp.Gimp2.Native;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Gimp2;

/// <content>Images as wholes: made, enlarged, opened and saved.</content>
internal sealed unsafe partial class Gimp2Editor
{
    // GimpImageBaseType, GimpImageType, GimpLayerMode, GimpAddMaskType, GimpChannelOps, GimpRunMode.
    private const int RgbImage = 0;
    private const int GreyImage = 1;
    private const int IndexedImage = 2;
    private const int NormalMode = 28;
    private const int WhiteMask = 0;
    private const int ReplaceSelection = 2;
    private const int NonInteractive = 1;
    private const int OnTop = 0;
    private const double Opaque = 100;

    /// <inheritdoc/>
    public (int Image, int Drawable) CreateImage(LayerPixels like, int width, int height, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> layerMask)
    {
        int image = Libgimp.NewImage(width, height, like.IsGrey ? GreyImage : RgbImage, Libgimp.ImagePrecision(like.Image));
        if (image == None)
            throw new EffectException($"GIMP could not make an image of {width}×{height} pixels: {GimpText.Borrowed(Libgimp.LastError())}");
        try
        {
            nint profile = like.IsGrey == (Libgimp.ImageBaseType(like.Image) == GreyImage) ? Libgimp.ImageColorProfile(like.Image) : 0;
            if (profile != 0)
            {
                _ = Libgimp.SetImageColorProfile(image, profile);
                Gegl.Unref(profile);
            }

            if (Libgimp.ImageResolution(like.Image, out double x, out double y) != 0)
                _ = Libgimp.SetImageResolution(image, x, y);
            int layer = Libgimp.NewLayer(image, like.Name, width, height, (like.IsGrey ? 2 : 0) + (like.HasAlpha ? 1 : 0), Opaque, NormalMode);
            Require(Libgimp.InsertLayer(image, layer, 0, OnTop) == 0 ? 0 : 1, "add a layer");
            Fill(layer, width, height, PixelEncoding.Of(layer).Wire, pixels.Span);
            if (!layerMask.IsEmpty)
            {
                int mask = Libgimp.CreateLayerMask(layer, WhiteMask);
                Require(Libgimp.AddLayerMask(layer, mask), "add a layer mask");
                Fill(mask, width, height, PixelEncoding.Coverage(SampleFormat.UInt8), layerMask.Span);
            }

            return (image, layer);
        }
        catch
        {
            _ = Libgimp.DeleteImage(image);
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> PixelLayers(int image)
    {
        if (Libgimp.FloatingSelection(image) != None)
            throw new EffectException("A selection floats above the image. Anchor it (Layer ▸ Anchor Layer) and run Super Resolution again.");
        var layers = new List<int>();
        Collect(Taken(Libgimp.ImageLayers(image, out int count), count));
        return layers;

        void Collect(int[] items)
        {
            foreach (int item in items)
            {
                if (Libgimp.ItemIsGroup(item) != 0)
                    Collect(Taken(Libgimp.ItemChildren(item, out int children), children));
                else if (Libgimp.ItemIsTextLayer(item) == 0)
                    layers.Add(item);
            }
        }
    }

    /// <inheritdoc/>
    public (int Width, int Height) SizeOf(int image) => (Libgimp.ImageWidth(image), Libgimp.ImageHeight(image));

    /// <inheritdoc/>
    public void EnlargeImage(int image, int width, int height, IReadOnlyList<(LayerPixels Layer, int Width, int Height, ReadOnlyMemory<byte> Pixels)> contents)
    {
        Require(Libgimp.BeginUndoGroup(image), "begin an undo step");
        try
        {
            Require(Libgimp.ScaleImage(image, width, height), "enlarge the image");

            // GIMP lets nothing be written outside a selection; it is put aside and enlarged with the rest.
            int selection = Libgimp.SelectionIsEmpty(image) == 0 ? Libgimp.SaveSelection(image) : None;
            if (selection != None)
                _ = Libgimp.ClearSelection(image);
            foreach ((LayerPixels layer, int givenWidth, int givenHeight, ReadOnlyMemory<byte> pixels) in contents)
            {
                PixelEncoding encoding = PixelEncoding.Of(layer.Drawable);
                var area = new PictureArea(0, 0, Libgimp.DrawableWidth(layer.Drawable), Libgimp.DrawableHeight(layer.Drawable));
                byte[] native = encoding.ToNative(PixelRows.Fit(pixels.Span, encoding.WireBytesPerPixel, givenWidth, givenHeight, area.Width, area.Height));
                WriteWithUndo(layer.Drawable, area, encoding, native);
            }

            if (selection != None)
            {
                _ = Libgimp.SelectItem(image, ReplaceSelection, selection);
                _ = Libgimp.RemoveChannel(image, selection);
            }
        }
        finally
        {
            _ = Libgimp.EndUndoGroup(image);
        }
    }

    /// <inheritdoc/>
    public (int Image, int Drawable) OpenFile(string path)
    {
        int image = Libgimp.LoadFile(NonInteractive, path, path);
        if (image == None)
            throw new EffectException($"GIMP cannot read it: {GimpText.Borrowed(Libgimp.LastError())}");
        if (Libgimp.ImageBaseType(image) == IndexedImage)
            Require(Libgimp.ConvertToRgb(image), "convert the palette to RGB");
        int[] layers = Taken(Libgimp.ImageLayers(image, out int count), count);
        return (image, layers.Length == 1 ? layers[0] : Libgimp.FlattenImage(image));
    }

    /// <inheritdoc/>
    public void SaveFile(int image, int drawable, string path)
    {
        if (Libgimp.SaveFile(NonInteractive, image, drawable, path, path) == 0)
            throw new EffectException($"GIMP cannot write {path}: {GimpText.Borrowed(Libgimp.LastError())}");
    }

    /// <inheritdoc/>
    public void CloseImage(int image) => Libgimp.DeleteImage(image);

    /// <inheritdoc/>
    public void ShowImage(int image) => Libgimp.NewDisplay(image);

    /// <inheritdoc/>
    public void Refresh() => Libgimp.FlushDisplays();

    /// <inheritdoc/>
    public void BeginProgress(string text) => Libgimp.BeginProgress(text);

    /// <inheritdoc/>
    public void ReportProgress(string text, double share)
    {
        _ = Libgimp.SetProgressText(text);
        _ = Libgimp.UpdateProgress(share);
    }

    /// <inheritdoc/>
    public void EndProgress() => Libgimp.EndProgress();

    private static void Fill(int drawable, int width, int height, nint format, ReadOnlySpan<byte> pixels)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(drawable);
        buffer.Write(new PictureArea(0, 0, width, height), format, pixels);
        _ = Libgimp.UpdateDrawable(drawable, 0, 0, width, height);
    }

    private static int[] Taken(int* items, int count)
    {
        int[] taken = new ReadOnlySpan<int>(items, items == null ? 0 : count).ToArray();
        Gegl.Free(items);
        return taken;
    }
}
