using SrPlugin.Networks.Layers;

namespace SrPlugin.Networks.Tests.Layers;

public sealed class ParameterPlacementTests
{
    [Theory]
    [InlineData(65536, 65536, 3, 3)]
    [InlineData(long.MaxValue, 2, 1, 1)]
    public void Empty_LargerThanAnyModels_IsRefusedBeforeMemoryIsAskedFor(long a, long b, long c, long d) =>
        Should.Throw<NotSupportedException>(() => default(ParameterPlacement).Empty(a, b, c, d)).Message.ShouldContain("damaged");
}
