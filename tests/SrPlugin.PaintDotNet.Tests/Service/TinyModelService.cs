using SrPlugin.PaintDotNet.FakeHost.Scenarios;

namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>One service with the built-in model for several tests.</summary>
public sealed class TinyModelService : IDisposable
{
    /// <summary>The service.</summary>
    public ServiceUnderTest Service { get; } = new(Repository.Service, isTestEngine: false);

    /// <inheritdoc/>
    public void Dispose() => Service.Dispose();
}
