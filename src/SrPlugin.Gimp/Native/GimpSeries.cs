using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Native;

/// <summary>
/// Where the series of GIMP differ. The editor speaks of images and items by their numbers. libgimp takes those numbers in GIMP 2.10 and
/// pointers to objects in GIMP 3; both are called handles here, and <see cref="Libgimp"/> declares every handle that goes in as a pointer:
/// a 32-bit number is passed in the same register.
/// </summary>
internal abstract class GimpSeries
{
    /// <summary>The number that stands for no item and no image.</summary>
    public const int None = -1;

    /// <summary>Gets the name and the version that users know.</summary>
    public abstract string Name { get; }

    /// <summary>Gets libgimp's word on the call that failed last.</summary>
    public abstract string LastError { get; }

    /// <summary>Talks to GIMP until it is done.</summary>
    /// <param name="arguments">The program's arguments, without its name.</param>
    /// <param name="procedures">The procedures to register and to run.</param>
    /// <returns>The program's exit status.</returns>
    public abstract int Serve(IReadOnlyList<string> arguments, IProcedureSource procedures);

    /// <summary>Gets an item's handle.</summary>
    public abstract nint Item(int number);

    /// <summary>Gets an image's handle.</summary>
    public abstract nint Image(int number);

    /// <summary>Gets an item's number.</summary>
    /// <param name="handle">The value that libgimp returned.</param>
    public abstract int ItemNumber(nint handle);

    /// <summary>Gets an image's number.</summary>
    /// <param name="handle">The value that libgimp returned.</param>
    public abstract int ImageNumber(nint handle);

    /// <summary>Gets the width and height of a layer, mask or channel.</summary>
    public abstract (int Width, int Height) DrawableSize(int drawable);

    /// <summary>Gets the place of a layer, mask or channel in its image.</summary>
    public abstract (int X, int Y) DrawableOffset(int drawable);

    /// <summary>Gets the width and height of an image.</summary>
    public abstract (int Width, int Height) ImageSize(int image);

    /// <summary>Gets an image's GimpImageBaseType.</summary>
    public abstract int ImageBaseType(int image);

    /// <summary>Gets the layers of an image that lie in no group.</summary>
    public abstract int[] Layers(int image);

    /// <summary>Gets the items in a group.</summary>
    public abstract int[] Children(int item);

    /// <summary>Selects layers; GIMP 2.10 the first only.</summary>
    public abstract void SelectLayers(int image, IReadOnlyList<int> layers);

    /// <summary>
    /// Gets what GIMP draws a layer from ("link", "vector") where it does so again whenever it likes; null for all others.
    /// </summary>
    public abstract string? DrawnFrom(int item);

    /// <summary>Gets whether layer effects are drawn over a layer's own pixels.</summary>
    public abstract bool HasEffects(int drawable);

    /// <summary>Opens a file as an image.</summary>
    /// <returns>Its number, or <see cref="None"/>.</returns>
    public abstract int Load(string path);

    /// <summary>Saves an image; the name's ending decides the format.</summary>
    /// <returns>Whether it was saved.</returns>
    public abstract bool Save(int image, int drawable, string path);

    /// <summary>Starts GTK.</summary>
    public abstract void StartInterface(string program);
}
