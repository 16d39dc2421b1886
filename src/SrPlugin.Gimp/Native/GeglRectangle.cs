using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>A rectangle of whole pixels, as GEGL lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GeglRectangle(int X, int Y, int Width, int Height);
