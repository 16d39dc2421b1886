using SrPlugin.PaintDotNet.FakeHost.Scenarios;

namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>The effect in the fake host, with the service and the model that users have.</summary>
[Collection(ServiceCollection.Name)]
public sealed class TinyModelTests(TinyModelService running) : IClassFixture<TinyModelService>
{
    public static TheoryData<string> Scenarios => [.. ServiceScenarios.ForAnyEngine.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Effect_TinyModel_Plays(string scenario) => ServiceScenarios.ForAnyEngine[scenario](running.Service);
}
