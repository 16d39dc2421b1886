namespace SrPlugin.Weights.Tests;

public sealed class StrictKeysTests
{
    private static readonly InMemoryWeights _source = new InMemoryWeights().Add("a", [2], [1f, 2f]).Add("b", [1, 1], [2f])
        .Add("x", [1], [3f]);

    [Fact]
    public void Check_SameKeysAndShapes_Passes() => StrictKeys.Check(_source, Shapes(("x", [1]), ("a", [2]), ("b", [1, 1])), "Net");

    [Fact]
    public void Check_EveryKindOfDifference_ListsAll()
    {
        var fault = Should.Throw<WeightsMismatchException>(
            () => StrictKeys.Check(_source, Shapes(("a", [2]), ("b", [1]), ("c", [1])), "Net"));
        fault.Missing.ShouldBe(["c"]);
        fault.Unexpected.ShouldBe(["x"]);
        fault.Misshapen.ShouldHaveSingleItem().Name.ShouldBe("b");
        fault.Message.ShouldBe("weights in memory: these weights do not fit the network Net: 1 missing (c); 1 unexpected (x); " +
            "1 mis-shaped (b [1, 1] instead of [1]). Do the file and the configuration belong to the same model?");
    }

    [Fact]
    public void Check_ManyDifferences_ShortensOnlyTheMessage()
    {
        var expected = Enumerable.Range(0, 700).Select(i => KeyValuePair.Create<string, IReadOnlyList<long>>($"k{i}", [1]));
        var fault = Should.Throw<WeightsMismatchException>(() => StrictKeys.Check(_source, expected, "Net"));
        fault.Missing.Count.ShouldBe(700);
        fault.Message.ShouldContain("700 missing (k0, k1, k2, k3, k4 and 695 more)");
    }

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> Shapes(params (string Name, long[] Shape)[] shapes) =>
        shapes.Select(item => KeyValuePair.Create<string, IReadOnlyList<long>>(item.Name, item.Shape));
}
