using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One argument or result as the native shim sees it; mirrors <c>st_value</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueTag Tag;
    public int Count;
    public long Bits;

    public readonly IntPtr Pointer => (IntPtr)Bits;

    public readonly double Double => BitConverter.Int64BitsToDouble(Bits);
}
