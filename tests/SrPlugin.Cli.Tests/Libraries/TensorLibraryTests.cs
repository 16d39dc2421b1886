using System.Text.Json;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Cli.Tests.Libraries;

/// <summary>The program as users run it, with a tensor library that is whole, and one that is broken.</summary>
public sealed class TensorLibraryTests : IClassFixture<Workspace>
{
    private readonly Workspace _workspace;

    public TensorLibraryTests(Workspace workspace) => _workspace = workspace;

    public static TheoryData<string, string, string> Faults => new()
    {
        { "libtorch_cpu.so", "missing", "is missing" },
        { "libtorch_cpu.so", "cut", "cut off" },
        { "libc10.so", "cut", "cut off" },
        { "libc10.so", "foreign", "Arm64" },
        { "libLibTorchSharp.so", "missing", "is missing" },
        { "libLibTorchSharp.so", "cut", "cut off" },
        { "libgomp-*.so.1", "cut", "cut off" },
        { "libgomp-*.so.1", "missing", "libgomp" },
    };

    [LinuxFact]
    public async Task Json_LibraryIsWhole_IsAllThatStandardOutputHas()
    {
        using var program = new CliProcess(_workspace.Root);
        string picture = _workspace.Picture("whole.png");

        CliRun doctor = await program.RunAsync("doctor", "--json"), estimate = await program.RunAsync("estimate", picture, "--json"),
            upscale = await program.RunAsync("upscale", picture, "-o", _workspace["whole-out.png"], "--json");

        doctor.Json.ShouldHaveSingleItem().GetProperty("ok").GetBoolean().ShouldBeTrue(doctor.Output);
        estimate.Code.ShouldBe(0, estimate.Error);
        estimate.Json.ShouldNotBeEmpty();
        upscale.Code.ShouldBe(0, upscale.Error);
        upscale.Json.ShouldNotBeEmpty();
    }

    [LinuxFact]
    public async Task Program_LibraryInAnotherFolder_LoadsThatAlone()
    {
        using var moved = BrokenProgram.Create(AppContext.BaseDirectory, "libtorch_cpu.so", "missing");
        using var program = new CliProcess(_workspace.Root, Path.Combine(moved.Folder, "srplugin"));
        string folder = Path.Combine(AppContext.BaseDirectory, "libtorch");
        program.Environment["SRPLUGIN_LIBTORCH"] = folder;

        CliRun estimate = await program.RunAsync("estimate", _workspace.Picture("elsewhere.png"), "--json"),
        doctor = await program.RunAsync("doctor", "--json");

        estimate.Code.ShouldBe(0, estimate.Error);
        doctor.Code.ShouldBe(0, doctor.Output);
        doctor.Json.ShouldHaveSingleItem().GetProperty("findings").EnumerateArray()
            .Single(found => found.GetProperty("name").GetString() == "libtorch").GetProperty("value").GetString().ShouldBe(folder);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Program_LibraryIsBroken_NamesTheFileAndTheRemedy(string library, string fault, string words)
    {
        using var broken = BrokenProgram.Create(AppContext.BaseDirectory, library, fault);
        using var program = new CliProcess(_workspace.Root, Path.Combine(broken.Folder, "srplugin"));
        string picture = _workspace.Picture("broken.png");
        string name = library.Split('*')[0];

        CliRun doctor = await program.RunAsync("doctor", "--json"),
        upscale = await program.RunAsync("upscale", picture, "-o", _workspace["none.png"], "--json");

        upscale.Code.ShouldBe((int)ExitCode.Device, upscale.Error);
        upscale.Error.ShouldContain(name);
        upscale.Error.ShouldContain(words);
        upscale.Error.ShouldContain("Install SrPlugin again");
        upscale.Json.Count.ShouldBeLessThan(3);
        File.Exists(_workspace["none.png"]).ShouldBeFalse();
        doctor.Code.ShouldBe((int)ExitCode.SomeFailed, doctor.Error);
        JsonElement[] findings = [.. doctor.Json.ShouldHaveSingleItem().GetProperty("findings").EnumerateArray()];
        JsonElement finding = findings.Where(found => found.GetProperty("isFault").GetBoolean()).ShouldHaveSingleItem(doctor.Output);
        finding.GetProperty("name").GetString().ShouldBe("tensor library");
        finding.GetProperty("value").GetString()!.ShouldContain(name);
        finding.GetProperty("value").GetString()!.ShouldContain(words);
        finding.GetProperty("remedy").GetString()!.ShouldContain("Install SrPlugin again");
    }
}
