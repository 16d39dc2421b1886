using SrPlugin.PaintDotNet.FakeHost.Scenarios;
using SrPlugin.PaintDotNet.Tests.Service;
using SrPlugin.Testing;
using SrPlugin.Testing.Needs;

namespace SrPlugin.PaintDotNet.Tests.Wine;

/// <summary>Effect, fake host and service as Windows programs, over a named pipe.</summary>
[Collection(ServiceCollection.Name)]
public sealed class WineTests
{
    private const string Host = "SrPlugin.PaintDotNet.FakeHost.exe";
    private const string Service = "srplugin-service.exe";
    private const string TestService = "srplugin-test-service.exe";

    [WineFact]
    public async Task Effect_TestEngineUnderWine_PlaysEveryScenario()
    {
        await using WinePrefix wine = await WinePrefix.CreateAsync();
        await wine.DoWithoutScreenAsync();

        (int code, string output) = await wine.RunAsync(Host, TestService, "--engine", "test");

        code.ShouldBe(0, output);
        Demand(
            output,
            [
                .. ServiceScenarios.ForAnyEngine.Keys, .. ServiceScenarios.ForTheTestEngine.Keys, .. AbsentServiceScenarios.All.Keys,
                "progress window"
            ]);
    }

    /// <summary>With the tensor library and the built-in model that users have.</summary>
    [WineFact]
    public async Task Effect_RealEngineUnderWine_PlaysEveryScenario()
    {
        await using WinePrefix wine = await WinePrefix.CreateAsync();
        await wine.DoWithoutScreenAsync();

        (int code, string output) = await wine.RunAsync(Host, Service);

        code.ShouldBe(0, output);
        Demand(output, [.. ServiceScenarios.ForAnyEngine.Keys, .. AbsentServiceScenarios.All.Keys, "progress window"]);
    }

    private static void Demand(string output, string[] scenarios)
    {
        foreach (string scenario in scenarios)
            output.ShouldContain($"ok      {scenario} (");
    }
}
