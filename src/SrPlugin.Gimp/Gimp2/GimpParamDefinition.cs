using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>GimpParamDef: how an argument is declared.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GimpParamDefinition
{
    public GimpArgumentType Type;
    public nint Name;
    public nint Description;
}
