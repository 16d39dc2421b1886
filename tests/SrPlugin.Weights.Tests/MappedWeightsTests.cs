namespace SrPlugin.Weights.Tests;

public sealed class MappedWeightsTests
{
    private readonly InMemoryWeights _source = new InMemoryWeights().Add("unet/a", [1], [1f]).Add("unet/b", [1], [2f])
        .Add("vae/a", [1], [3f]);

    [Fact]
    public void MappedWeights_RenamesAndHides()
    {
        using var view = new MappedWeights(_source, name => name == "unet/b" ? null : name.Replace("/a", ".weight"));
        view.Tensors.Keys.ShouldBe(["unet.weight", "vae.weight"]);
        BitConverter.ToSingle(view.Read("vae.weight")).ShouldBe(3f);
    }

    [Fact]
    public void MappedWeights_TwoTensorsOfOneName_AreRefusedByName() =>
        Should.Throw<WeightsFormatException>(() => new MappedWeights(_source, name => name[^1..]))
            .Message.ShouldContain("'unet/a' and 'vae/a' both mean 'a'");

    [Fact]
    public void InMemoryWeights_BytesThatDoNotFit_AreRefused()
    {
        Should.Throw<ArgumentException>(() => _source.Add("c", [2], [1f])).Message.ShouldContain("c float32[2] takes 8 bytes, not 4");
        Should.Throw<ArgumentException>(() => _source.Add("unet/a", [1], [1f])).Message.ShouldContain("already");
    }
}
