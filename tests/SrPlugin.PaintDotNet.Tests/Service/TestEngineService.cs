using SrPlugin.PaintDotNet.FakeHost.Scenarios;

namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>One service that pretends to compute, for several tests: its client starts it again when one of them has killed it.</summary>
public sealed class TestEngineService : IDisposable
{
    /// <summary>The service.</summary>
    public ServiceUnderTest Service { get; } = new(Repository.TestService, isTestEngine: true);

    /// <inheritdoc/>
    public void Dispose() => Service.Dispose();
}
