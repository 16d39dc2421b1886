namespace SrPlugin.Weights.Tests;

public sealed class ShardedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Index_JoinsTheFilesItLists()
    {
        SafetensorsFile.Write(_folder.File("model-00001-of-00002.safetensors"), new InMemoryWeights().Add("a", [1], [1f]));
        SafetensorsFile.Write(_folder.File("model-00002-of-00002.safetensors"), new InMemoryWeights().Add("b", [1], [2f]));
        using var weights = WeightsSource.Open(Index("""{"metadata": {"total_size": 8}, "weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}"""));
        weights.Tensors.Keys.ShouldBe(["a", "b"]);
        BitConverter.ToSingle(weights.Read("b")).ShouldBe(2f);
        weights.ToString()!.ShouldEndWith(".index.json");
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "../other.safetensors"}}""", "'../other.safetensors' is not the name of a file beside the index")]
    [InlineData("""{"weight_map": {"a": ".."}}""", "is not the name of a file")]
    [InlineData("""{"weight_map": {"a": "C:x"}}""", "is not the name of a file")]
    [InlineData("""{"weight_map": {"x": "one.safetensors"}}""", "tensor 'x' is not in one.safetensors")]
    [InlineData("""{"weight_map": {"a": "one.safetensors", "a": "one.safetensors"}}""", "'a' occurs twice")]
    [InlineData("""{"weight_map": {"a": 1}}""", "not an index of weights files")]
    [InlineData("""{"weight_mop": {}}""", "not an index of weights files")]
    [InlineData("""{"weight_map": """, "not an index of weights files")]
    public void Open_BadIndex_IsRefusedWithTheReason(string json, string reason)
    {
        SafetensorsFile.Write(_folder.File("one.safetensors"), new InMemoryWeights().Add("a", [1], [1f]));
        var path = Index(json);
        Should.Throw<WeightsFormatException>(() => WeightsSource.Open(path)).Message.ShouldContain(reason);
    }

    [Fact]
    public void Open_IndexThatListsItself_IsRefused()
    {
        var path = Index("""{"weight_map": {"a": "model.safetensors.index.json"}}""");
        Should.Throw<WeightsFormatException>(() => WeightsSource.Open(path)).Message.ShouldContain("neither safetensors");
    }

    private string Index(string json) => _folder.Write("model.safetensors.index.json", json);
}
