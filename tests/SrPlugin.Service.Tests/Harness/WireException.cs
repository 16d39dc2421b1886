using SrPlugin.Protocol;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>The service answered with an error.</summary>
internal sealed class WireException(ErrorResponse error) : Exception($"{error.Code}: {error.Message}")
{
    public ErrorCode Code => error.Code;

    public ErrorResponse Error => error;
}
