namespace SrPlugin.Gimp.Native;

/// <summary>GimpPDBStatusType: how a procedure ended.</summary>
internal enum GimpStatus
{
    ExecutionError = 0,
    CallingError = 1,
    Success = 3,
    Cancel = 4,
}
