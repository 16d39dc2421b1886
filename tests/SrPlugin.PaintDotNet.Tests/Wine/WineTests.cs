using SrPlugin.PaintDotNet.FakeHost.Scenarios;
using SrPlugin.PaintDotNet.Tests.Service;
using SrPlugin.Testing;

namespace SrPlugin.PaintDotNet.Tests.Wine;

/// <summary>Effect, fake host and service as Windows programs, over a named pipe.</summary>
[Collection(ServiceCollection.Name)]
public sealed class WineTests
{
    [WineFact]
    public async Task Effect_UnderWine_PlaysEveryScenario()
    {
        await using WinePrefix wine = await WinePrefix.CreateAsync();
        await wine.DoWithoutScreenAsync();

        (int code, string output) = await wine.RunAsync("SrPlugin.PaintDotNet.FakeHost.exe", "srplugin-test-service.exe");

        code.ShouldBe(0, output);
        foreach (string scenario in (string[])[.. ServiceScenarios.ForAnyEngine.Keys, .. ServiceScenarios.ForTheTestEngine.Keys, .. AbsentServiceScenarios.All.Keys, "progress window"])
            output.ShouldContain($"ok      {scenario} (");
    }
}
