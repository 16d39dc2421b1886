using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Gimp2;

/// <summary>GimpPlugInInfo: what GIMP calls in a plug-in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GimpPlugInInfo
{
    public delegate* unmanaged<void> Init;
    public delegate* unmanaged<void> Quit;
    public delegate* unmanaged<void> Query;
    public delegate* unmanaged<byte*, int, GimpParam*, int*, GimpParam**, void> Run;
}
