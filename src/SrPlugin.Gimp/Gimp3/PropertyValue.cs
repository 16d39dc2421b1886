using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp3;

/// <summary>GValue: a value with its type. GObject fills it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PropertyValue
{
    public nuint Type;
    public long First;
    public long Second;
}
