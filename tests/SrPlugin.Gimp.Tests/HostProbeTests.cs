namespace SrPlugin.Gimp.Tests;

/// <summary>Which GIMP started the program.</summary>
public sealed class HostProbeTests
{
    [Theory]
    [InlineData("-query")]
    [InlineData("-run")]
    public void Of_Gimp210_IsServed(string mode) =>
        HostProbe.Of(["-gimp", "12", "11", mode, "0"]).ShouldBe(new HostProbe(IsGimp3: false, null));

    [Theory]
    [InlineData("277")]
    [InlineData("279")]
    public void Of_Gimp3_IsServedWhateverItsProtocol(string protocol) =>
        HostProbe.Of(["-gimp", protocol, "12", "11", "-query", "0"]).ShouldBe(new HostProbe(IsGimp3: true, null));

    [Fact]
    public void Of_AnotherGimp_NamesWhatToUse() =>
        HostProbe.Of(["-gimp", "a", "b", "c", "-query", "0"]).Problem.ShouldNotBeNull().ShouldContain("Use GIMP 2.10 or 3");

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-gimp", "12")]
    public void Of_StartedByHand_SaysWhoStartsIt(params string[] arguments) =>
        HostProbe.Of(arguments).Problem.ShouldNotBeNull().ShouldContain("install.sh");
}
