using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>Texts that libgimp hands out.</summary>
internal static unsafe class GimpText
{
    /// <summary>A text that stays libgimp's.</summary>
    public static string Borrowed(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    /// <summary>A text that is ours to free.</summary>
    public static string Owned(nint text)
    {
        string value = Borrowed(text);
        Gegl.Free((void*)text);
        return value;
    }
}
