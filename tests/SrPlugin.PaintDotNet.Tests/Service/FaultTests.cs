using SrPlugin.PaintDotNet.FakeHost.Scenarios;

namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>The effect in the fake host, with services that are slow, fail, die or are not there.</summary>
[Collection(ServiceCollection.Name)]
public sealed class FaultTests(TestEngineService running) : IClassFixture<TestEngineService>
{
    public static TheoryData<string> Scenarios => [.. ServiceScenarios.ForTheTestEngine.Keys];

    public static TheoryData<string> NoService => [.. AbsentServiceScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Effect_FaultyService_Plays(string scenario) => ServiceScenarios.ForTheTestEngine[scenario](running.Service);

    [Theory]
    [MemberData(nameof(NoService))]
    public void Effect_NoService_Plays(string scenario) => AbsentServiceScenarios.All[scenario]();
}
