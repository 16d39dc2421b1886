using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Host;

/// <summary>
/// What the effect needs of an image editor. Coordinates are a layer's own;
/// pixels are rows without padding in the layer's <see cref="LayerPixels.Channels"/> and <see cref="LayerPixels.SampleFormat"/>, straight
/// alpha, gamma-encoded in the image's own colour space. Everything here is called on the thread that the editor called the procedure on.
/// </summary>
internal interface IEditor
{
    /// <summary>The folder of the user's editor settings.</summary>
    string ProfileFolder { get; }

    /// <summary>Looks at a layer, and refuses what the effect cannot work on.</summary>
    /// <param name="drawable">The layer.</param>
    /// <param name="ignoreSelection">Whether all of it is meant, whatever is selected.</param>
    /// <exception cref="EffectException">It is indexed, locked, a group, outside the selection or not there.</exception>
    LayerPixels Describe(int drawable, bool ignoreSelection);

    /// <summary>Reads pixels.</summary>
    byte[] ReadPixels(LayerPixels layer, PictureArea area);

    /// <summary>Reads the selection's coverage over a part of a layer, in the layer's sample format.</summary>
    byte[] ReadSelection(LayerPixels layer, PictureArea area);

    /// <summary>
    /// Replaces a layer's selected colours as one undo step. Alpha stays as it is, and so does every byte where the coverage is 0.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="area"><see cref="LayerPixels.Selected"/>.</param>
    /// <param name="pixels">The new pixels, blended already.</param>
    /// <param name="coverage">What <see cref="ReadSelection"/> gave; empty for everything.</param>
    void ReplaceColors(LayerPixels layer, PictureArea area, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> coverage);

    /// <summary>Adds a layer above another one.</summary>
    /// <param name="layer">The other one.</param>
    /// <param name="area">The place and size of the new one, in the other's coordinates.</param>
    /// <param name="pixels">Its pixels, in the other's format.</param>
    /// <param name="layerMask">Becomes its mask, 8-bit; empty for none.</param>
    /// <returns>The new layer.</returns>
    int AddLayerAbove(LayerPixels layer, PictureArea area, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> layerMask);

    /// <summary>Adds a layer that shows what changed above another one.</summary>
    /// <param name="below">The other one.</param>
    /// <param name="area">The place and size of the new one, in the other's coordinates.</param>
    /// <param name="map">Its colours: RGBA with 8 bits.</param>
    /// <param name="layerMask">Becomes its mask, 8-bit; empty for none.</param>
    void AddChangeMap(int below, PictureArea area, ReadOnlyMemory<byte> map, ReadOnlyMemory<byte> layerMask);

    /// <summary>Selects layers, where the editor knows one only the first; a layer that is added is selected otherwise.</summary>
    void SelectLayers(int image, IReadOnlyList<int> layers);

    /// <summary>Makes everything that an action changes one undo step.</summary>
    void AsOneStep(int image, Action change);

    /// <summary>Makes an image of one layer, with the colour space, precision and resolution of the one a layer belongs to.</summary>
    /// <param name="like">The layer to resemble.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Its pixels.</param>
    /// <param name="layerMask">Becomes the layer's mask, 8-bit; empty for none.</param>
    /// <returns>The image and its layer.</returns>
    (int Image, int Drawable) CreateImage(
        LayerPixels like, int width, int height, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> layerMask);

    /// <summary>The layers of an image that hold pixels of their own: no groups, no texts.</summary>
    /// <exception cref="EffectException">A selection floats above them.</exception>
    IReadOnlyList<int> PixelLayers(int image);

    /// <summary>Width and height of an image.</summary>
    (int Width, int Height) SizeOf(int image);

    /// <summary>
    /// Enlarges an image with everything in it, then fills layers with other pixels; all of it is one undo step.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Its new width.</param>
    /// <param name="height">Its new height.</param>
    /// <param name="contents">Layers as they were, and their enlarged pixels with the width and height these have.</param>
    void EnlargeImage(
        int image, int width, int height, IReadOnlyList<(LayerPixels Layer, int Width, int Height, ReadOnlyMemory<byte> Pixels)> contents);

    /// <summary>Opens a file as an image of one RGB or grey layer.</summary>
    /// <exception cref="EffectException">The editor cannot read it.</exception>
    (int Image, int Drawable) OpenFile(string path);

    /// <summary>Saves a layer's image; the name's ending decides the format.</summary>
    /// <exception cref="EffectException">The editor cannot write it.</exception>
    void SaveFile(int image, int drawable, string path);

    /// <summary>Forgets an image that nobody sees.</summary>
    void CloseImage(int image);

    /// <summary>Opens a window on an image, where there are windows.</summary>
    void ShowImage(int image);

    /// <summary>Brings what the user sees up to date.</summary>
    void Refresh();

    /// <summary>Starts the progress bar.</summary>
    void BeginProgress(string text);

    /// <summary>Moves the progress bar.</summary>
    void ReportProgress(string text, double share);

    /// <summary>Ends the progress bar.</summary>
    void EndProgress();
}
