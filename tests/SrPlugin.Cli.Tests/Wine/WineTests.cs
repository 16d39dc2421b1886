using System.Text.Json;
using SrPlugin.Cli.Tests.Libraries;
using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SrPlugin.Testing;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Cli.Tests.Wine;

/// <summary>The command line as a Windows program, with the tensor library and the models that users have.</summary>
public sealed class WineTests(WineFixture wine) : IClassFixture<WineFixture>, IDisposable
{
    private const string Program = "srplugin.exe";

    // What a person's folder may be called.
    private const string PictureName = "Köln テスト 1.png";

    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin cli wine ").FullName;

    private WinePrefix Wine => wine.Prefix;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [WineFact]
    public async Task Doctor_UnderWine_IsHealthyAndTellsOfWindows()
    {
        (int code, string output, string error) = await Wine.RunApartAsync(Program, "doctor", "--json");

        code.ShouldBe(0, output + error);
        Dictionary<string, string> findings = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("name").GetString()!, finding => finding.GetProperty("value").GetString()!);
        findings["system"].ShouldStartWith("Microsoft Windows");
        findings["kernels"].ShouldContain("torch_cpu.dll");
        findings[RecipeDefaults.Model].ShouldStartWith("verified");
        findings.Keys.ShouldContain(name => name.Contains('×'));
    }

    [WineTheory]
    [InlineData("upscale")]
    [InlineData("restore")]
    public async Task Upscale_UnderWine_IsLinuxsPictureWithinOneLevel(string mode)
    {
        string picture = Path.Combine(_folder, PictureName), here = Path.Combine(_folder, "linux.png"),
        there = Path.Combine(_folder, $"ウィンドウズ {mode}.png");
        PixelBuffer photo = PictureFile.Load(Path.Combine(RepositoryRoot(), "tests", "fixtures", "images", "chelsea.png")).Pixels;
        PictureFile.Save(new Picture(photo.Crop(new PixelRectangle(120, 60, 96, 80))), picture);
        string[] options = ["--mode", mode, "--precision", "fp32", "--json"];

        using var linux = new CliProcess(_folder);
        CliRun run = await linux.RunAsync(["upscale", picture, "-o", here, .. options]);
        (int code, string output, string error) =
            await Wine.RunApartAsync(Program, ["upscale", WinePrefix.PathOf(picture), "-o", WinePrefix.PathOf(there), .. options]);

        run.Code.ShouldBe(0, run.Error);
        code.ShouldBe(0, output + error);
        output.ShouldContain(Path.GetFileName(there));
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => JsonDocument.Parse(line, default) != null);
        PixelBuffer expected = PictureFile.Load(here).Pixels, actual = PictureFile.Load(there).Pixels;
        byte[] expectedBytes = expected.Bytes.ToArray(), actualBytes = actual.Bytes.ToArray();
        (actual.Width, actual.Height, actual.Channels).ShouldBe((expected.Width, expected.Height, expected.Channels));
        expectedBytes.Zip(actualBytes, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThanOrEqualTo(1);
    }

    /// <summary>Wine brings the Visual C++ runtime; a fresh Windows does not.</summary>
    [WineFact]
    public async Task Program_WithoutVisualCppRuntime_SaysWhereToGetIt()
    {
        string overrides = Wine.Environment["WINEDLLOVERRIDES"];
        Wine.Environment["WINEDLLOVERRIDES"] = $"{overrides};msvcp140=;vcruntime140_1=";

        (int code, string output, string error) = await Wine.RunApartAsync(Program, "doctor", "--json");
        Wine.Environment["WINEDLLOVERRIDES"] = overrides;

        code.ShouldBe((int)ExitCode.SomeFailed, error);
        JsonElement finding = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray()
            .Where(found => found.GetProperty("isFault").GetBoolean()).ShouldHaveSingleItem(output);
        finding.GetProperty("name").GetString().ShouldBe("tensor library");
        finding.GetProperty("value").GetString()!.ShouldContain("msvcp140.dll, vcruntime140_1.dll of the Microsoft Visual C++ runtime");
        finding.GetProperty("remedy").GetString()!.ShouldContain("https://aka.ms/vs/17/release/vc_redist.x64.exe");
    }

    [WineTheory]
    [InlineData("torch_cpu.dll", "cut", "cut off")]
    [InlineData("c10.dll", "foreign", "Arm64")]
    [InlineData("LibTorchSharp.dll", "missing", "is missing")]
    [InlineData("uv.dll", "missing", "is missing")]
    public async Task Upscale_LibraryIsBroken_NamesTheFileAndTheRemedy(string library, string fault, string words)
    {
        using var broken = BrokenProgram.Create(WinePrefix.Programs, library, fault);
        string picture = Path.Combine(_folder, PictureName);
        PictureFile.Save(new Picture(new PixelBuffer(8, 8, 3, Imaging.SampleFormat.UInt8)), picture);

        (int code, string output, string error) = await Wine.RunApartAsync(
            Path.Combine(broken.Folder, Program), "upscale", WinePrefix.PathOf(picture), "-o", WinePrefix.PathOf(picture + ".out.png"),
            "--json");

        code.ShouldBe((int)ExitCode.Device, output + error);
        error.ShouldContain(library);
        error.ShouldContain(words);
        error.ShouldContain("Install SrPlugin again");
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => JsonDocument.Parse(line, default) != null);
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
