using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Service.Models;

/// <summary>Where an <see cref="Installation"/> stands.</summary>
internal sealed record InstallationState(InstallationProgress Progress, InstallationResult? Result, ErrorResponse? Error)
{
    /// <summary>Gets a value indicating whether the installation has ended.</summary>
    public bool IsEnd => Result is not null || Error is not null;
}
