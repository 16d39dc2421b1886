namespace SrPlugin.Gimp.Tests;

/// <summary>Which GIMP started the program.</summary>
public sealed class HostProbeTests
{
    [Theory]
    [InlineData("-query")]
    [InlineData("-run")]
    public void Of_Gimp210_HasNoProblem(string mode) => HostProbe.Of(["-gimp", "12", "11", mode, "0"]).Problem.ShouldBeNull();

    [Fact]
    public void Of_Gimp3_NamesItsProtocolAndWhatToUse()
    {
        string problem = HostProbe.Of(["-gimp", "279", "12", "11", "-query", "0"]).Problem.ShouldNotBeNull();

        problem.ShouldContain("protocol 279");
        problem.ShouldContain("GIMP 3");
        problem.ShouldContain("Use GIMP 2.10");
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-gimp", "12")]
    public void Of_StartedByHand_SaysWhoStartsIt(params string[] arguments) =>
        HostProbe.Of(arguments).Problem.ShouldNotBeNull().ShouldContain("install.sh");
}
