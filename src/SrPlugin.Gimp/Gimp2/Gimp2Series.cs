using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>GIMP 2.10: a handle is the number itself.</summary>
internal sealed unsafe class Gimp2Series : GimpSeries
{
    private const int NonInteractive = (int)RunMode.NonInteractive;

    /// <inheritdoc/>
    public override string Name => "GIMP 2.10";

    /// <inheritdoc/>
    public override string LastError => GimpText.Borrowed(Libgimp2.LastError());

    /// <inheritdoc/>
    public override int Serve(IReadOnlyList<string> arguments, IProcedureSource procedures) => PlugIn2.Serve(arguments, procedures);

    /// <inheritdoc/>
    public override nint Item(int number) => number;

    /// <inheritdoc/>
    public override nint Image(int number) => number;

    /// <inheritdoc/>
    public override int ItemNumber(nint handle) => unchecked((int)handle);

    /// <inheritdoc/>
    public override int ImageNumber(nint handle) => unchecked((int)handle);

    /// <inheritdoc/>
    public override (int Width, int Height) DrawableSize(int drawable) =>
        (Libgimp2.DrawableWidth(drawable), Libgimp2.DrawableHeight(drawable));

    /// <inheritdoc/>
    public override (int X, int Y) DrawableOffset(int drawable)
    {
        _ = Libgimp2.DrawableOffsets(drawable, out int x, out int y);
        return (x, y);
    }

    /// <inheritdoc/>
    public override (int Width, int Height) ImageSize(int image) => (Libgimp2.ImageWidth(image), Libgimp2.ImageHeight(image));

    /// <inheritdoc/>
    public override int ImageBaseType(int image) => Libgimp2.ImageBaseType(image);

    /// <inheritdoc/>
    public override int[] Layers(int image) => Taken(Libgimp2.ImageLayers(image, out int count), count);

    /// <inheritdoc/>
    public override int[] Children(int item) => Taken(Libgimp2.ItemChildren(item, out int count), count);

    /// <inheritdoc/>
    public override void SelectLayers(int image, IReadOnlyList<int> layers) => Libgimp2.SelectLayer(image, layers[0]);

    /// <inheritdoc/>
    public override string? DrawnFrom(int item) => null;

    /// <inheritdoc/>
    public override bool HasEffects(int drawable) => false;

    /// <inheritdoc/>
    public override int Load(string path) => Libgimp2.LoadFile(NonInteractive, path, path);

    /// <inheritdoc/>
    public override bool Save(int image, int drawable, string path) => Libgimp2.SaveFile(NonInteractive, image, drawable, path, path) != 0;

    /// <inheritdoc/>
    public override void StartInterface(string program) => Libgimp2.StartInterface(program, 0);

    private static int[] Taken(int* items, int count)
    {
        int[] taken = new ReadOnlySpan<int>(items, items == null ? 0 : count).ToArray();
        Gegl.Free(items);
        return taken;
    }
}
