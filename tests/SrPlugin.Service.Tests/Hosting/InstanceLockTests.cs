using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Hosting;

namespace SrPlugin.Service.Tests.Hosting;

public sealed class InstanceLockTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Acquire_HeldByOneThatNeverAnswers_GivesUpInTime()
    {
        ServiceEndpoint endpoint = EndpointIn(_folder.Path);
        using InstanceLock? first = await InstanceLock.AcquireAsync(endpoint, _patience, TimeProvider.System);

        first.ShouldNotBeNull();
        (await InstanceLock.AcquireAsync(endpoint, _patience, TimeProvider.System)).ShouldBeNull();
        first.Dispose();
        using InstanceLock? second = await InstanceLock.AcquireAsync(endpoint, _patience, TimeProvider.System);
        second.ShouldNotBeNull();
    }

    [Fact]
    public async Task Acquire_LockCannotBeMade_SaysSoInsteadOfWaitingForNobody()
    {
        ServiceEndpoint endpoint = EndpointIn(Path.Combine(_folder.Path, "missing"));

        await Should.ThrowAsync<IOException>(() => InstanceLock.AcquireAsync(endpoint, TimeSpan.FromMinutes(5), TimeProvider.System));
    }

    private static ServiceEndpoint EndpointIn(string folder) =>
        ServiceEndpoint.Parse(OperatingSystem.IsWindows() ? Path.GetFileName(folder) : Path.Combine(folder, "s"));
}
