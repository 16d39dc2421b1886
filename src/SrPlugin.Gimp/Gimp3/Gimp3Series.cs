using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>GIMP 3.0 and 3.2: a handle is a pointer to an object of libgimp's, which is looked up for every call and never kept.</summary>
internal sealed unsafe class Gimp3Series : GimpSeries
{
    private const int NonInteractive = (int)RunMode.NonInteractive;

    // GIMP 3.0 knows neither of these layers.
    private static readonly (string Source, nint Test)[] DrawnLayers =
    [
        ("link", NativeLibraries.Find(NativeLibraries.Gimp, "gimp_item_is_link_layer")),
        ("vector", NativeLibraries.Find(NativeLibraries.Gimp, "gimp_item_is_vector_layer")),
    ];

    /// <inheritdoc/>
    public override string Name => "GIMP 3";

    /// <inheritdoc/>
    public override string LastError => GimpText.Borrowed(Libgimp3.LastError(Libgimp3.ProcedureDatabase()));

    /// <inheritdoc/>
    public override int Serve(IReadOnlyList<string> arguments, IProcedureSource procedures) => PlugIn3.Serve(arguments, procedures);

    /// <inheritdoc/>
    public override nint Item(int number) => number == None ? 0 : Libgimp3.Item(number);

    /// <inheritdoc/>
    public override nint Image(int number) => number == None ? 0 : Libgimp3.Image(number);

    /// <inheritdoc/>
    public override int ItemNumber(nint handle) => handle == 0 ? None : Libgimp3.ItemNumber(handle);

    /// <inheritdoc/>
    public override int ImageNumber(nint handle) => handle == 0 ? None : Libgimp3.ImageNumber(handle);

    /// <inheritdoc/>
    public override (int Width, int Height) DrawableSize(int drawable)
    {
        nint handle = Item(drawable);
        return (Libgimp3.DrawableWidth(handle), Libgimp3.DrawableHeight(handle));
    }

    /// <inheritdoc/>
    public override (int X, int Y) DrawableOffset(int drawable)
    {
        _ = Libgimp3.DrawableOffsets(Item(drawable), out int x, out int y);
        return (x, y);
    }

    /// <inheritdoc/>
    public override (int Width, int Height) ImageSize(int image)
    {
        nint handle = Image(image);
        return (Libgimp3.ImageWidth(handle), Libgimp3.ImageHeight(handle));
    }

    /// <inheritdoc/>
    public override int ImageBaseType(int image) => Libgimp3.ImageBaseType(Image(image));

    /// <inheritdoc/>
    public override int[] Layers(int image) => Taken(Libgimp3.ImageLayers(Image(image)));

    /// <inheritdoc/>
    public override int[] Children(int item) => Taken(Libgimp3.ItemChildren(Item(item)));

    /// <inheritdoc/>
    public override void SelectLayers(int image, IReadOnlyList<int> layers)
    {
        nint[] handles = [.. layers.Select(Item), 0];
        fixed (nint* first = handles)
            _ = Libgimp3.SelectLayers(Image(image), first);
    }

    /// <inheritdoc/>
    public override string? DrawnFrom(int item)
    {
        foreach ((string source, nint test) in DrawnLayers)
        {
            if (test != 0 && ((delegate* unmanaged<nint, int>)test)(Item(item)) != 0)
                return source;
        }

        return null;
    }

    /// <inheritdoc/>
    public override bool HasEffects(int drawable)
    {
        nint* filters = Libgimp3.DrawableFilters(Item(drawable));
        bool isAny = filters != null && *filters != 0;
        Gegl.Free(filters);
        return isAny;
    }

    /// <inheritdoc/>
    public override int Load(string path)
    {
        nint file = Libgimp3.NewFile(path);
        int image = ImageNumber(Libgimp3.LoadFile(NonInteractive, file));
        Gegl.Unref(file);
        return image;
    }

    /// <inheritdoc/>
    public override bool Save(int image, int drawable, string path)
    {
        nint file = Libgimp3.NewFile(path);
        bool isSaved = Libgimp3.SaveFile(NonInteractive, Image(image), file, 0) != 0;
        Gegl.Unref(file);
        return isSaved;
    }

    /// <inheritdoc/>
    public override void StartInterface(string program) => Libgimp3.StartInterface(program);

    /// <summary>Reads an array of items that ends with 0, and frees it.</summary>
    private int[] Taken(nint* items)
    {
        var taken = new List<int>();
        for (nint* item = items; item != null && *item != 0; item++)
            taken.Add(ItemNumber(*item));
        Gegl.Free(items);
        return [.. taken];
    }
}
