using System.IO.Compression;
using System.Text.Json;
using SrPlugin.Testing;
using SrPlugin.Testing.Needs;

namespace SrPlugin.PaintDotNet.Tests.Wine;

/// <summary>The zip for Windows as users get it: extracted, installed, used, installed again while the service runs, removed.</summary>
public sealed class PackageTests(WineFixture wine) : IClassFixture<WineFixture>, IDisposable
{
    /// <summary>Environment variable with the zip's path.</summary>
    private const string Variable = "SRPLUGIN_WIN_PACKAGE";

    // What a person's folder may be called.
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("srplugin-zip-").FullName, "Meine Größe 写真");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [WineFact]
    public async Task Zip_InstalledUsedAndRemoved_LeavesNothing()
    {
        string zip = Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} is not set.");
        ZipFile.ExtractToDirectory(zip, _folder);
        string user = Path.Combine(wine.Prefix.DriveC, "users", Environment.UserName);
        string service = Path.Combine(user, "AppData", "Local", "srplugin", "service");
        string effect = Path.Combine(user, "Documents", "paint.net App Files", "Effects", "SrPlugin");
        string program = Path.Combine(service, "srplugin.exe"), enlarged = Path.Combine(_folder, "größer 2.png");

        (int installed, string installation) = await ScriptAsync("install.cmd");
        installed.ShouldBe(0, installation);
        Directory.GetFiles(effect).Select(Path.GetFileName).ShouldBe(
            ["SrPlugin.Client.dll", "SrPlugin.PaintDotNet.deps.json", "SrPlugin.PaintDotNet.dll", "SrPlugin.Protocol.dll"], ignoreOrder: true);
        installation.ShouldNotContain("Visual C++");

        string photo = Path.Combine(Repository.Root, "tests", "fixtures", "images", "astronaut.png");
        (int code, string output, string error) = await wine.Prefix.RunApartAsync(
            program, "upscale", WinePrefix.PathOf(photo), "-o", WinePrefix.PathOf(enlarged), "--scale", "1", "--select", "100,100,64,48", "--via-service", "--json");
        code.ShouldBe(0, output + error);
        File.Exists(enlarged).ShouldBeTrue();
        JsonDocument.Parse(output.Split('\n')[0]).RootElement.ToString().ShouldContain("größer 2.png");

        // Over the service that still runs.
        (installed, installation) = await ScriptAsync("install.cmd");
        installed.ShouldBe(0, installation);
        (code, string status, error) = await wine.Prefix.RunApartAsync(program, "service", "status", "--json");
        JsonDocument.Parse(status).RootElement.TryGetProperty("health", out _).ShouldBeFalse(status + error);
        (code, output, error) = await wine.Prefix.RunApartAsync(program, "service", "start");
        code.ShouldBe(0, output + error);

        (int removed, string removal) = await ScriptAsync("uninstall.cmd");
        removed.ShouldBe(0, removal);
        Directory.Exists(Path.GetDirectoryName(service)).ShouldBeFalse("logs and locks are nothing of the user's");
        Directory.Exists(effect).ShouldBeFalse();
    }

    [WineTheory]
    [InlineData("service/srplugin-service.exe")]
    [InlineData("service/libtorch/torch_cpu.dll")]
    [InlineData("effect/SrPlugin.PaintDotNet.dll")]
    public async Task Install_PartIsMissing_SaysWhichAndFails(string part)
    {
        ZipFile.ExtractToDirectory(Environment.GetEnvironmentVariable(Variable)!, _folder);
        File.Delete(Path.Combine(_folder, part));

        (int code, string output) = await ScriptAsync("install.cmd");

        code.ShouldBe(2, output);
        output.ShouldContain(part.Replace('/', '\\'));
    }

    [WineFact]
    public void Zip_Files_AreOnlyThoseThatUsersNeed()
    {
        using ZipArchive zip = ZipFile.OpenRead(Environment.GetEnvironmentVariable(Variable)!);
        string[] names = [.. zip.Entries.Select(entry => entry.FullName)];

        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.ShouldContain("THIRD-PARTY-NOTICES.txt");
        names.ShouldContain("sbom.cdx.json");
        foreach (string useless in (string[])["torch_python", "jitbackend_test", "torchbind_test", "nnapi", "SkiaSharp", "createdump", "mscordaccore"])
            names.ShouldNotContain(name => name.Contains(useless, StringComparison.OrdinalIgnoreCase), useless);
        foreach (string useless in (string[])[".pdb", ".xml", ".so", ".dylib"])
            names.ShouldNotContain(name => name.EndsWith(useless, StringComparison.OrdinalIgnoreCase), useless);
    }

    private Task<(int Code, string Output)> ScriptAsync(string script) =>
        wine.Prefix.RunAsync("cmd", "/c", WinePrefix.PathOf(Path.Combine(_folder, script)));
}
