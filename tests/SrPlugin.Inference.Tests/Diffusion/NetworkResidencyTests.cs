using SrPlugin.Inference.Diffusion;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Diffusion;

public sealed class NetworkResidencyTests : IDisposable
{
    private readonly nn.Module _first = nn.Linear(100, 100, false);
    private readonly nn.Module _second = nn.Linear(100, 200, false);
    private readonly nn.Module _third = nn.Linear(100, 50, false);
    private readonly List<string> _moves = [];

    public void Dispose()
    {
        foreach (var network in new[] { _first, _second, _third })
            network.Dispose();
    }

    [Fact]
    public void Use_NoBudget_MovesNothing()
    {
        var residency = Create(null);

        residency.Use(_first);
        residency.Use(_second, _third);

        _moves.ShouldBeEmpty();
        residency.ResidentBytes.ShouldBe(140_000);
    }

    [Fact]
    public void Use_Budget_MovesOnlyWhatDoesNotFit()
    {
        var residency = Create(125_000);

        residency.Use(_first);
        residency.Use(_second);
        residency.Use(_first, _third);

        // 40 + 80 fit, the third is one too many; then the second must go for the third.
        _moves.ShouldBe(["third away", "second away", "third back"], ignoreOrder: false);
        residency.ResidentBytes.ShouldBe(60_000);
    }

    [Fact]
    public void Tighten_LeavesTheDeviceToOneStageAtATime()
    {
        var residency = Create(null);

        residency.Tighten().ShouldBeTrue();
        residency.Use(_second);

        _moves.ShouldBe(["first away", "third away"]);
        residency.Tighten().ShouldBeFalse("nothing is left to give");
    }

    [Fact]
    public void Tighten_OnTheCpu_ChangesNothing() => new NetworkResidency(CPU, [_first], null).Tighten().ShouldBeFalse();

    private NetworkResidency Create(long? budget) =>
        new(new Device(DeviceType.CUDA, 0), [_first, _second, _third], (network, device) => _moves.Add(
            $"{(network == _first ? "first" : network == _second ? "second" : "third")} "
                + $"{(device.type == DeviceType.CPU ? "away" : "back")}")) { Budget = budget };
}
