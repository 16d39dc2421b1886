using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Native;

/// <summary>How a call ended, in GIMP's words.</summary>
internal static class GimpStatusExtensions
{
    /// <summary>Gets GIMP's word for a status.</summary>
    public static GimpStatus ToGimp(this ProcedureStatus status) => status switch
    {
        ProcedureStatus.Done => GimpStatus.Success,
        ProcedureStatus.Cancelled => GimpStatus.Cancel,
        _ => GimpStatus.ExecutionError,
    };
}
