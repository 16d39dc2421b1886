using SrPlugin.PaintDotNet.FakeHost.Scenarios;

namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>The effect in the fake host, against services that really run.</summary>
[Collection("One service at a time")]
public sealed class ServiceTests
{
    public static TheoryData<string> AnyEngine => [.. ServiceScenarios.ForAnyEngine.Keys];

    public static TheoryData<string> TestEngine => [.. ServiceScenarios.ForTheTestEngine.Keys];

    public static TheoryData<string> NoService => [.. AbsentServiceScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(AnyEngine))]
    public void Effect_TinyModel_Plays(string scenario)
    {
        using var service = new ServiceUnderTest(Repository.Service, isTestEngine: false);
        ServiceScenarios.ForAnyEngine[scenario](service);
    }

    [Theory]
    [MemberData(nameof(TestEngine))]
    public void Effect_TestEngine_Plays(string scenario)
    {
        using var service = new ServiceUnderTest(Repository.Service, isTestEngine: true);
        ServiceScenarios.ForTheTestEngine[scenario](service);
    }

    [Theory]
    [MemberData(nameof(NoService))]
    public void Effect_NoService_Plays(string scenario) => AbsentServiceScenarios.All[scenario]();
}
