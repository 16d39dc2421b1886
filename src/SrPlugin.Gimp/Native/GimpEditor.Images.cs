using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Native;

/// <content>Images as wholes: made, enlarged, opened and saved.</content>
internal sealed partial class GimpEditor
{
    // GimpImageBaseType, GimpImageType, GimpLayerMode, GimpAddMaskType, GimpChannelOps, GimpRunMode.
    private const int RgbImage = 0;
    private const int GreyImage = 1;
    private const int IndexedImage = 2;
    private const int NormalMode = 28;
    private const int WhiteMask = 0;
    private const int ReplaceSelection = 2;
    private const int OnTop = 0;
    private const double Opaque = 100;

    /// <inheritdoc/>
    public (int Image, int Drawable) CreateImage(
        LayerPixels like, int width, int height, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> layerMask)
    {
        nint model = gimp.Image(like.Image);
        nint image = Libgimp.NewImage(width, height, like.IsGrey ? GreyImage : RgbImage, Libgimp.ImagePrecision(model));
        if (gimp.ImageNumber(image) == None)
            throw new EffectException($"GIMP could not make an image of {width}×{height} pixels: {gimp.LastError}");
        try
        {
            nint profile = like.IsGrey == (gimp.ImageBaseType(like.Image) == GreyImage) ? Libgimp.ImageColorProfile(model) : 0;
            if (profile != 0)
            {
                _ = Libgimp.SetImageColorProfile(image, profile);
                Gegl.Unref(profile);
            }

            if (Libgimp.ImageResolution(model, out double x, out double y) != 0)
                _ = Libgimp.SetImageResolution(image, x, y);
            nint layer = NewLayer(image, like.IsGrey, like.HasAlpha, like.Name, width, height);
            Require(Libgimp.InsertLayer(image, layer, 0, OnTop), "add a layer");
            Fill(layer, width, height, PixelEncoding.Of(layer).Wire, pixels.Span);
            AddMask(layer, width, height, layerMask);
            return (gimp.ImageNumber(image), gimp.ItemNumber(layer));
        }
        catch
        {
            _ = Libgimp.DeleteImage(image);
            throw;
        }
    }

    /// <inheritdoc/>
    public int AddLayerAbove(LayerPixels layer, PictureArea area, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> layerMask)
    {
        nint added = NewLayer(gimp.Image(layer.Image), layer.IsGrey, layer.HasAlpha, $"{layer.Name} (restored)", area.Width, area.Height);
        Insert(added, layer.Drawable, area);
        Fill(added, area.Width, area.Height, PixelEncoding.Of(added).Wire, pixels.Span);
        AddMask(added, area.Width, area.Height, layerMask);
        return gimp.ItemNumber(added);
    }

    /// <inheritdoc/>
    public void AddChangeMap(int below, PictureArea area, ReadOnlyMemory<byte> map, ReadOnlyMemory<byte> layerMask)
    {
        nint image = Libgimp.ItemImage(gimp.Item(below));
        string name = $"{GimpText.Owned(Libgimp.ItemName(gimp.Item(below)))} (changes)";
        nint added = NewLayer(
            image, gimp.ImageBaseType(gimp.ImageNumber(image)) == GreyImage, hasAlpha: true, name, area.Width, area.Height);
        Insert(added, below, area);
        PixelEncoding encoding = PixelEncoding.Of(added);
        Fill(added, area.Width, area.Height, encoding.Wire, MapSamples.Convert(map.Span, encoding.Channels, encoding.SampleFormat));
        AddMask(added, area.Width, area.Height, layerMask);
    }

    /// <inheritdoc/>
    public void SelectLayers(int image, IReadOnlyList<int> layers) => gimp.SelectLayers(image, layers);

    /// <inheritdoc/>
    public void AsOneStep(int image, Action change)
    {
        Require(Libgimp.BeginUndoGroup(gimp.Image(image)), "begin an undo step");
        try
        {
            change();
        }
        finally
        {
            _ = Libgimp.EndUndoGroup(gimp.Image(image));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> PixelLayers(int image)
    {
        if (gimp.ItemNumber(Libgimp.FloatingSelection(gimp.Image(image))) != None)
            throw new EffectException(
                "A selection floats above the image. Anchor it (Layer ▸ Anchor Layer) and run Super Resolution again.");
        var layers = new List<int>();
        Collect(gimp.Layers(image));
        return layers;

        void Collect(int[] items)
        {
            foreach (int item in items)
            {
                if (Libgimp.ItemIsGroup(gimp.Item(item)) != 0)
                    Collect(gimp.Children(item));
                else if (Libgimp.ItemIsTextLayer(gimp.Item(item)) == 0 && gimp.DrawnFrom(item) is null)
                    layers.Add(item);
            }
        }
    }

    /// <inheritdoc/>
    public (int Width, int Height) SizeOf(int image) => gimp.ImageSize(image);

    /// <inheritdoc/>
    public void EnlargeImage(
        int number, int width, int height, IReadOnlyList<(LayerPixels Layer, int Width, int Height, ReadOnlyMemory<byte> Pixels)> contents)
    {
        AsOneStep(number, () =>
        {
            nint image = gimp.Image(number);
            Require(Libgimp.ScaleImage(image, width, height), "enlarge the image");

            // GIMP lets nothing be written outside a selection; it is put aside and enlarged with the rest.
            bool hasSelection = Libgimp.SelectionIsEmpty(image) == 0;
            nint selection = hasSelection ? Libgimp.SaveSelection(image) : 0;
            if (hasSelection)
                _ = Libgimp.ClearSelection(image);
            foreach ((LayerPixels layer, int givenWidth, int givenHeight, ReadOnlyMemory<byte> pixels) in contents)
            {
                PixelEncoding encoding = PixelEncoding.Of(gimp.Item(layer.Drawable));
                (int layerWidth, int layerHeight) = gimp.DrawableSize(layer.Drawable);
                var area = new PictureArea(0, 0, layerWidth, layerHeight);
                byte[] native = encoding.ToNative(
                    PixelRows.Fit(pixels.Span, encoding.WireBytesPerPixel, givenWidth, givenHeight, area.Width, area.Height));
                WriteWithUndo(gimp.Item(layer.Drawable), area, encoding, native);
            }

            if (hasSelection)
            {
                _ = Libgimp.SelectItem(image, ReplaceSelection, selection);
                _ = Libgimp.RemoveChannel(image, selection);
            }
        });
    }

    /// <inheritdoc/>
    public (int Image, int Drawable) OpenFile(string path)
    {
        int number = gimp.Load(path);
        if (number == None)
            throw new EffectException($"GIMP cannot read it: {gimp.LastError}");
        if (gimp.ImageBaseType(number) == IndexedImage)
            Require(Libgimp.ConvertToRgb(gimp.Image(number)), "convert the palette to RGB");
        int[] layers = gimp.Layers(number);
        return (number, layers.Length == 1 ? layers[0] : gimp.ItemNumber(Libgimp.FlattenImage(gimp.Image(number))));
    }

    /// <inheritdoc/>
    public void SaveFile(int image, int drawable, string path)
    {
        if (!gimp.Save(image, drawable, path))
            throw new EffectException($"GIMP cannot write {path}: {gimp.LastError}");
    }

    /// <inheritdoc/>
    public void CloseImage(int image) => Libgimp.DeleteImage(gimp.Image(image));

    /// <inheritdoc/>
    public void ShowImage(int image) => Libgimp.NewDisplay(gimp.Image(image));

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

    private static void Fill(nint drawable, int width, int height, nint format, ReadOnlySpan<byte> pixels)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(drawable);
        buffer.Write(new PictureArea(0, 0, width, height), format, pixels);
        _ = Libgimp.UpdateDrawable(drawable, 0, 0, width, height);
    }

    private void AddMask(nint layer, int width, int height, ReadOnlyMemory<byte> pixels)
    {
        if (pixels.IsEmpty)
            return;
        nint mask = Libgimp.CreateLayerMask(layer, WhiteMask);
        Require(Libgimp.AddLayerMask(layer, mask), "add a layer mask");
        Fill(mask, width, height, PixelEncoding.Coverage(SampleFormat.UInt8), pixels.Span);
    }

    private void Insert(nint layer, int below, PictureArea area)
    {
        nint other = gimp.Item(below), image = Libgimp.ItemImage(other), parent = Libgimp.ItemParent(other);
        (int x, int y) = gimp.DrawableOffset(below);
        Require(
            Libgimp.InsertLayer(image, layer, gimp.ItemNumber(parent) == None ? 0 : parent, Libgimp.ItemPosition(image, other)),
            "add a layer");
        _ = Libgimp.SetLayerOffsets(layer, x + area.X, y + area.Y);
    }

    private static nint NewLayer(nint image, bool isGrey, bool hasAlpha, string name, int width, int height) =>
        Libgimp.NewLayer(image, name, width, height, (isGrey ? 2 : 0) + (hasAlpha ? 1 : 0), Opaque, NormalMode);
}
