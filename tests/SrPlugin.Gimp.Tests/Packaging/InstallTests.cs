using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests.Packaging;

/// <summary>packaging/gimp/install.sh; that GIMP takes what it installs, all tests in a real GIMP show.</summary>
public sealed class InstallTests
{
    [Fact]
    public void Install_PlugIn_IsANativeProgram()
    {
        Directory.GetFiles(Installation.PlugIn, "*.dll").ShouldBeEmpty(Installation.Output);
        new FileInfo(Path.Combine(Installation.PlugIn, "srplugin-gimp")).Length.ShouldBeLessThan(12_000_000);
    }

    [Fact]
    public void Install_SeveralGimps_GetTheSameProgramAndAreNamed()
    {
        byte[] program = File.ReadAllBytes(Path.Combine(Installation.PlugIn, "srplugin-gimp"));

        File.ReadAllBytes(Path.Combine(Installation.Gimp3PlugIn, "srplugin-gimp")).ShouldBe(program);
        Installation.Output.ShouldContain($"Installed for GIMP 2.10: {Installation.PlugIn}");
        Installation.Output.ShouldContain($"Installed for GIMP 3: {Installation.Gimp3PlugIn}");
    }

    [Fact]
    public void Install_Service_BringsTheModelAndLeavesNothingHalfDone()
    {
        Directory.GetDirectories(Installation.Service, "tiny-*", SearchOption.AllDirectories).ShouldNotBeEmpty(Installation.Output);
        Directory.GetDirectories(Path.GetDirectoryName(Installation.Service)!, "*.new").ShouldBeEmpty();
        Directory.GetDirectories(Path.GetDirectoryName(Installation.PlugIn)!, "*.new").ShouldBeEmpty();
    }
}
