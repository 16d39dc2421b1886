using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A tensor's plain properties; mirrors <c>st_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorInfo
{
    public long Dimensions;
    public long NumberOfElements;
    public int DataType;
    public int DeviceType;
    public int DeviceIndex;
    public int Layout;
}
