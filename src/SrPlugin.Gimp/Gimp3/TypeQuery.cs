using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>GTypeQuery: the sizes of a type's class and instances.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TypeQuery
{
    public nuint Type;
    public nint Name;
    public uint ClassSize;
    public uint InstanceSize;
}
