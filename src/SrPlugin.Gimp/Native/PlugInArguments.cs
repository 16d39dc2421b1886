using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>The program's arguments in C's form, and what a plug-in says of itself.</summary>
internal static unsafe class PlugInArguments
{
    /// <summary>The number of arguments that GIMP itself passes for a menu entry: run mode, image and drawables.</summary>
    public const int Leading = 3;

    public const string Author = "The SrPlugin authors";
    public const string Copyright = "Apache-2.0";
    public const string Date = "2026";

    /// <summary>Puts the program's name before its arguments. The memory lives as long as the process.</summary>
    public static byte** ToNative(IReadOnlyList<string> arguments)
    {
        string[] all = [Environment.ProcessPath ?? "srplugin-gimp", .. arguments];
        byte** texts = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < all.Length; i++)
            texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        return texts;
    }
}
