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

    private static string Package =>
        Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} is not set.");

    private string UserFolder => Path.Combine(wine.Prefix.DriveC, "users", Environment.UserName);

    private string ServiceFolder => Path.Combine(UserFolder, "AppData", "Local", "srplugin", "service");

    private string EffectFolder => Path.Combine(UserFolder, "Documents", "paint.net App Files", "Effects", "SrPlugin");

    private string InstalledProgram => Path.Combine(ServiceFolder, "srplugin.exe");

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

        // What a test leaves of the user's is not the next one's.
        foreach (string folder in (string[])["Local", "Roaming"])
        {
            if (Directory.Exists(Path.Combine(UserFolder, "AppData", folder, "srplugin")))
                Directory.Delete(Path.Combine(UserFolder, "AppData", folder, "srplugin"), recursive: true);
        }
    }

    [WineFact]
    public async Task Zip_InstalledUsedAndRemoved_LeavesOnlyPresetsAndModels()
    {
        Extract();
        HashSet<string> before = FilesOfUser();

        (int installed, string installation) = await ScriptAsync("install.cmd");
        installed.ShouldBe(0, installation);
        Directory.GetFiles(EffectFolder).Select(Path.GetFileName).ShouldBe(
            ["SrPlugin.Client.dll", "SrPlugin.PaintDotNet.deps.json", "SrPlugin.PaintDotNet.dll", "SrPlugin.Protocol.dll"],
            ignoreOrder: true);
        installation.ShouldNotContain("Visual C++");

        string output = await EnlargeAsync(InstalledProgram, "größer 2.png", "--via-service", "--save-preset", "mine");
        JsonDocument.Parse(output.Split('\n')[0]).RootElement.ToString().ShouldContain("größer 2.png");
        string model = Path.Combine(Path.GetDirectoryName(ServiceFolder)!, "models", "of-the-user", "manifest.json");
        Directory.CreateDirectory(Path.GetDirectoryName(model)!);
        await File.WriteAllTextAsync(model, "{}");
        string library = Path.Combine(Path.GetDirectoryName(ServiceFolder)!, "libtorch-2.10.0-cuda");
        Directory.CreateDirectory(library);
        await File.WriteAllTextAsync(Path.Combine(library, "c10.dll"), "");
        await File.WriteAllTextAsync(library + ".zip.part", "");

        (int removed, string removal) = await ScriptAsync("uninstall.cmd");
        removed.ShouldBe(0, removal);
        removal.ShouldContain(@"models in C:\users\" + Environment.UserName + @"\AppData\Local\srplugin");
        removal.ShouldContain(@"presets and settings in C:\users\" + Environment.UserName + @"\AppData\Roaming\srplugin");
        FilesOfUser().Except(before).Order().ShouldBe(
            [
                "AppData/Local/srplugin/models/of-the-user/manifest.json",
                "AppData/Roaming/srplugin/presets/mine.json",
            ]);
        Directory.Exists(EffectFolder).ShouldBeFalse();
    }

    [WineFact]
    public async Task Zip_InstalledForPortablePaintDotNetAndRemoved_LeavesNothingAndSaysSo()
    {
        // With two quoted texts, cmd /c takes the first and the last quotation mark away: the script's path needs none.
        string extracted = Path.Combine(Path.GetDirectoryName(_folder)!, "zip");
        ZipFile.ExtractToDirectory(Package, extracted);
        string portable = Path.Combine(_folder, "Paint ペイント"), effect = Path.Combine(portable, "Effects", "SrPlugin");
        HashSet<string> before = FilesOfUser();
        Directory.CreateDirectory(portable);
        (int refused, string refusal) = await ForPortableAsync("install.cmd");
        refused.ShouldBe(2, refusal);
        refusal.ShouldContain("paintdotnet.exe");
        FilesOfUser().Except(before).ShouldBeEmpty();

        await File.WriteAllTextAsync(Path.Combine(portable, "paintdotnet.exe"), "");
        (int installed, string installation) = await ForPortableAsync("install.cmd");
        installed.ShouldBe(0, installation);
        File.Exists(Path.Combine(effect, "SrPlugin.PaintDotNet.dll")).ShouldBeTrue(installation);
        Directory.Exists(EffectFolder).ShouldBeFalse();

        (int removed, string removal) = await ForPortableAsync("uninstall.cmd");
        removed.ShouldBe(0, removal);
        removal.ShouldContain("Removed.");
        removal.ShouldNotContain("Kept");
        Directory.Exists(effect).ShouldBeFalse();
        FilesOfUser().Except(before).ShouldBeEmpty();
        Directory.Exists(Path.GetDirectoryName(ServiceFolder)).ShouldBeFalse();

        Task<(int Code, string Output)> ForPortableAsync(string script) =>
            wine.Prefix.RunAsync("cmd", "/c", WinePrefix.PathOf(Path.Combine(extracted, script)), WinePrefix.PathOf(portable));
    }

    /// <summary>Both versions have the same programs; each has a file that the other lacks.</summary>
    [WineFact]
    public async Task Install_OverRunningServiceOfAnotherVersion_ReplacesEveryFile()
    {
        Extract();
        string older = Path.Combine(_folder, "service", "only-in-older.txt"), newer = Path.Combine(_folder, "service", "only-in-newer.txt");

        foreach ((string own, string others) in (IEnumerable<(string, string)>)[(older, newer), (newer, older), (older, newer)])
        {
            File.Delete(others);
            await File.WriteAllTextAsync(own, "");
            (int installed, string installation) = await ScriptAsync("install.cmd");
            installed.ShouldBe(0, installation);
            File.Exists(Path.Combine(ServiceFolder, Path.GetFileName(own))).ShouldBeTrue();
            File.Exists(Path.Combine(ServiceFolder, Path.GetFileName(others))).ShouldBeFalse();
            (await StatusAsync()).TryGetProperty("health", out _)
                .ShouldBeFalse("a service of the version before would go on from files that are gone");

            (int code, string output, string error) = await wine.Prefix.RunApartAsync(InstalledProgram, "service", "start");
            code.ShouldBe(0, output + error);
            (await StatusAsync()).TryGetProperty("health", out _).ShouldBeTrue();
        }

        (int removed, string removal) = await ScriptAsync("uninstall.cmd");
        removed.ShouldBe(0, removal);
        Directory.Exists(ServiceFolder).ShouldBeFalse();
    }

    /// <summary>Libraries and models are found and loaded by such a path.</summary>
    [WineFact]
    public async Task Zip_UsedWhereItWasExtracted_EnlargesAPhoto()
    {
        Extract();
        await EnlargeAsync(Path.Combine(_folder, "service", "srplugin.exe"), "größer.png");
    }

    [WineTheory]
    [InlineData("service/srplugin-service.exe")]
    [InlineData("service/libtorch/torch_cpu.dll")]
    [InlineData("effect/SrPlugin.PaintDotNet.dll")]
    public async Task Install_PartIsMissing_SaysWhichAndFails(string part)
    {
        Extract();
        File.Delete(Path.Combine(_folder, part));

        (int code, string output) = await ScriptAsync("install.cmd");

        code.ShouldBe(2, output);
        output.ShouldContain(part.Replace('/', '\\'));
    }

    [WineFact]
    public void Zip_Files_AreOnlyThoseThatUsersNeed()
    {
        using ZipArchive zip = ZipFile.OpenRead(Package);
        string[] names = [.. zip.Entries.Select(entry => entry.FullName)];

        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.ShouldContain("THIRD-PARTY-NOTICES.txt");
        names.ShouldContain("sbom.cdx.json");
        foreach (string useless in (string[])["torch_python", "jitbackend_test", "torchbind_test", "nnapi", "SkiaSharp", "createdump", "mscordaccore"])
            names.ShouldNotContain(name => name.Contains(useless, StringComparison.OrdinalIgnoreCase), useless);
        foreach (string useless in (string[])[".pdb", ".xml", ".so", ".dylib"])
            names.ShouldNotContain(name => name.EndsWith(useless, StringComparison.OrdinalIgnoreCase), useless);
    }

    private void Extract() => ZipFile.ExtractToDirectory(Package, _folder);

    // Wine's Documents and others are links to folders outside, and its cmd leaves temporary files of its own.
    private HashSet<string> FilesOfUser() =>
        [
            .. Directory.GetFiles(
                UserFolder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(file => Path.GetRelativePath(UserFolder, file))
                .Where(file => !file.StartsWith("Temp/CMD", StringComparison.Ordinal)),
        ];

    private async Task<string> EnlargeAsync(string program, string name, params string[] options)
    {
        string photo = Path.Combine(Repository.Root, "tests", "fixtures", "images", "astronaut.png"),
        enlarged = Path.Combine(_folder, name);
        (int code, string output, string error) = await wine.Prefix.RunApartAsync(
            program,
            [
                "upscale", WinePrefix.PathOf(photo), "-o", WinePrefix.PathOf(enlarged), "--scale", "1", "--select", "100,100,64,48",
                "--json", .. options
            ]);
        code.ShouldBe(0, output + error);
        File.Exists(enlarged).ShouldBeTrue();
        return output;
    }

    private async Task<JsonElement> StatusAsync()
    {
        (_, string status, _) = await wine.Prefix.RunApartAsync(InstalledProgram, "service", "status", "--json");
        return JsonDocument.Parse(status).RootElement;
    }

    private Task<(int Code, string Output)> ScriptAsync(string script) =>
        wine.Prefix.RunAsync("cmd", "/c", WinePrefix.PathOf(Path.Combine(_folder, script)));
}
