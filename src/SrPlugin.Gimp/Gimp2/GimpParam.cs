using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>An argument or a return value of a procedure: a type and a union as large as GimpRGB.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct GimpParam
{
    [FieldOffset(0)]
    public GimpArgumentType Type;

    [FieldOffset(8)]
    public int Integer;

    [FieldOffset(8)]
    public double Number;

    [FieldOffset(8)]
    public nint Pointer;
}
