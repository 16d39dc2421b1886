using System.Text.Json;

namespace SrPlugin.Cli.Tests;

/// <summary><c>srplugin-bench</c>.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Bench_TinyModel_MeasuresEveryStageAndLeavesNoTensor()
    {
        CliRun run = CliRun.OfBench("--model", _files.Model, "--width", "8", "--height", "8", "--runs", "1", "--json");

        run.Code.ShouldBe(0, run.Error);
        JsonElement[] runs = [.. run.Json[0].GetProperty("runs").EnumerateArray()];
        runs.Select(item => item.GetProperty("name").GetString()).ShouldBe(["cold", "warm"]);
        runs[1].GetProperty("liveTensors").GetInt64().ShouldBe(0);
        runs[1].GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()).ShouldContain("Decode");
        runs[1].GetProperty("gigaOperations").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Soak_TinyModel_LeavesNoTensor()
    {
        CliRun run = CliRun.OfBench("--model", _files.Model, "--width", "8", "--height", "8", "--soak", "14", "--json");

        run.Code.ShouldBe(0, run.Error);
        run.Json[0].GetProperty("liveTensorGrowth").GetInt64().ShouldBe(0);
    }
}
