namespace SrPlugin.Gimp.Gimp2;

/// <summary>GimpPDBArgType of GIMP 2.10.</summary>
internal enum GimpArgumentType
{
    Int32 = 0,
    Float = 3,
    String = 4,
    StringArray = 9,
    Image = 13,
    Drawable = 16,
    Status = 21,
}
