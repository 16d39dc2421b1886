using System.IO.Compression;
using System.Text.Json;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Setup;
using SrPlugin.Testing.Needs;
using SrPlugin.Testing.Web;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Tests.Setup;

/// <summary><c>srplugin setup cuda</c> with a server on this machine, and with the CPU's libtorch in the place of one with CUDA.</summary>
public sealed class CudaSetupTests : IAsyncLifetime
{
    private const string Build = "2.10.0+cu128";

    private readonly Workspace _files = new();
    private ModelServer _web = null!;

    // Where the program looks for it.
    private string Folder => _files["data/srplugin/libtorch-2.10.0-cuda"];

    public async Task InitializeAsync() => _web = await ModelServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        _files.Dispose();
    }

    [LinuxFact]
    public async Task Install_WholeLibrary_IsUsedUntilAFileIsMissingAndThenTheCpu()
    {
        string own = Path.Combine(AppContext.BaseDirectory, "libtorch"), path = _files["library.zip"];
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            WriteBuild(zip, Build);
            foreach (string file in Directory.GetFiles(own).Where(file => !file.Contains("LibTorchSharp")))
                zip.CreateEntryFromFile(file, "libtorch/lib/" + Path.GetFileName(file), CompressionLevel.NoCompression);
            // Libraries that load, in the place of those with CUDA.
            foreach (string name in (string[])["libc10_cuda.so", "libtorch_cuda.so"])
                zip.CreateEntryFromFile(Path.Combine(own, "libtorch_global_deps.so"), "libtorch/lib/" + name);
        }

        using CliProcess cli = Program("570.86.10");
        string picture = _files.Picture("photo.png");

        FaultException refusal = await Should.ThrowAsync<FaultException>(
            () => Setup(Archive(path), "cuda").InstallAsync(path, CancellationToken.None));
        refusal.Fault.Code.ShouldBe(ExitCode.Device);
        refusal.Message.ShouldContain("on cuda, ");
        Directory.Exists(Folder).ShouldBeFalse();
        Directory.Exists(Folder + ".new").ShouldBeFalse();
        await Setup(Archive(path), "cpu").InstallAsync(path, CancellationToken.None);

        (await FindingsAsync(cli, 0))["libtorch"].ShouldBe(Folder);

        File.Delete(Path.Combine(Folder, "libtorch_cuda.so"));
        Dictionary<string, string> findings = await FindingsAsync(cli, (int)ExitCode.SomeFailed);
        findings["libtorch"].ShouldBe(own);
        findings["added libtorch"].ShouldContain("libtorch_cuda.so is missing");
        (await cli.RunAsync("upscale", picture, "-o", _files["out.png"], "--scale", "1")).Code.ShouldBe(0);

        CliRun cpu = await cli.RunAsync("setup", "cpu");
        cpu.Code.ShouldBe(0, cpu.Error);
        Directory.Exists(Folder).ShouldBeFalse();
        (await FindingsAsync(cli, 0)).Keys.ShouldNotContain("added libtorch");
    }

    [LinuxFact]
    public async Task Install_TrialCrashes_SaysSoAndChangesNothing()
    {
        string path = SmallArchive(), program = _files["crashes"];
        WriteScript(program, "kill -SEGV $$");

        FaultException fault = await Should.ThrowAsync<FaultException>(
            () => Setup(Archive(path), "cpu", program).InstallAsync(path, CancellationToken.None));

        fault.Fault.Code.ShouldBe(ExitCode.Device);
        fault.Message.ShouldContain("the process crashed (code 139)");
        Directory.Exists(Folder).ShouldBeFalse();
        Directory.Exists(Folder + ".new").ShouldBeFalse();
    }

    [Theory]
    [InlineData("missing", "lacks libtorch_cuda.so")]
    [InlineData("cut", "damaged or cut off")]
    [InlineData("changed", "checksum")]
    [InlineData("2.9.1+cu128", "has libtorch 2.9.1+cu128; 2.10.0+cu128 is needed")]
    [InlineData("other", "is not an archive with libtorch")]
    public async Task Install_ArchiveIsWrong_SaysWhatAndChangesNothing(string fault, string words)
    {
        string path = SmallArchive(fault);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        if (fault == "changed")
            bytes[bytes.AsSpan().IndexOf("content"u8)]++;
        await File.WriteAllBytesAsync(path, fault == "cut" ? bytes[..(bytes.Length / 2)] : bytes);

        FaultException exception = await Should.ThrowAsync<FaultException>(
            () => Setup(Archive(path), "cpu").InstallAsync(path, CancellationToken.None));

        exception.Fault.Code.ShouldBe(ExitCode.BadInput);
        exception.Message.ShouldContain(words);
        Directory.Exists(Folder).ShouldBeFalse();
        Directory.Exists(Folder + ".new").ShouldBeFalse();
    }

    [LinuxFact]
    public async Task Download_ConnectionIsCut_GoesOnWhereItStopped()
    {
        byte[] content = await File.ReadAllBytesAsync(SmallArchive());
        LibraryArchive archive = new(new Uri(_web.AddFile("l.zip", content)), Build, content.Length, ModelServer.Hash(content));
        _web.Faults = _ => _web.Requests.Count == 1 ? new ServerFault { CutAfter = content.Length / 2 } : null;
        using var downloader = new Downloader(new DownloadOptions { FirstDelay = TimeSpan.Zero });

        string path = await Setup(archive, "cpu").DownloadAsync(downloader, CancellationToken.None);

        (await File.ReadAllBytesAsync(path)).ShouldBe(content);
        _web.Requests.Count.ShouldBe(2);
    }

    [LinuxFact]
    public async Task Download_OtherHash_SaysSoAndKeepsNothing()
    {
        byte[] content = await File.ReadAllBytesAsync(SmallArchive());
        LibraryArchive archive = new(new Uri(_web.AddFile("l.zip", content)), Build, content.Length, new string('0', 64));
        using var downloader = new Downloader(new DownloadOptions { FirstDelay = TimeSpan.Zero });

        FaultException exception = await Should.ThrowAsync<FaultException>(
            () => Setup(archive, "cpu").DownloadAsync(downloader, CancellationToken.None));

        exception.Fault.Code.ShouldBe(ExitCode.Download);
        exception.Fault.Remedy.ShouldNotBeNull().ShouldContain("--from");
        exception.Message.ShouldContain("SHA-256");
        File.Exists(Folder + ".zip").ShouldBeFalse();
    }

    [LinuxFact]
    public async Task SetupCuda_NoDriver_SaysThatTheCpuComputes()
    {
        using CliProcess cli = Program(null);

        CliRun run = await cli.RunAsync("setup", "cuda", "--accept-licence");

        run.Code.ShouldBe((int)ExitCode.Device);
        run.Error.ShouldContain("No driver of an NVIDIA graphics card was found");
        run.Error.ShouldContain("or on the CPU");
    }

    [LinuxFact]
    public async Task SetupCuda_OldDriver_NamesBothVersions()
    {
        using CliProcess cli = Program("470.256.02");

        CliRun run = await cli.RunAsync("setup", "cuda", "--accept-licence");

        run.Code.ShouldBe((int)ExitCode.Device);
        run.Error.ShouldContain("470.256.2");
        run.Error.ShouldContain("525.60.13 or newer");
    }

    [LinuxFact]
    public async Task SetupCuda_LicencesNotAccepted_DownloadsNothing()
    {
        using CliProcess cli = Program("570.86.10");

        CliRun run = await cli.RunAsync("setup", "cuda", "--from", _web.AddFile("l.zip", [1]));

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("GeForce, driver 570.86.10");
        run.Error.ShouldContain("3.9 GB");
        run.Error.ShouldContain("https://docs.nvidia.com/cuda/eula/");
        run.Error.ShouldContain("--accept-licence");
        _web.Requests.ShouldBeEmpty();
    }

    [LinuxFact]
    public async Task SetupCuda_OtherContent_IsRefusedFromServerAndFromFile()
    {
        using CliProcess cli = Program("570.86.10");
        string path = SmallArchive();

        CliRun web = await cli.RunAsync(
            "setup", "cuda", "--accept-licence", "--from", _web.AddFile("l.zip", await File.ReadAllBytesAsync(path)));
        CliRun file = await cli.RunAsync("setup", "cuda", "--accept-licence", "--from", path),
        none = await cli.RunAsync("setup", "cuda", "--accept-licence", "--from", path + "x");

        web.Code.ShouldBe((int)ExitCode.Download, web.Error);
        web.Error.ShouldContain("instead of 3917843662");
        file.Code.ShouldBe((int)ExitCode.BadInput, file.Error);
        file.Error.ShouldContain("is another file than https://download.pytorch.org/");
        none.Code.ShouldBe((int)ExitCode.BadInput, none.Error);
        Directory.Exists(Folder).ShouldBeFalse();
    }

    private static void WriteBuild(ZipArchive zip, string build)
    {
        using var writer = new StreamWriter(zip.CreateEntry("libtorch/build-version").Open());
        writer.WriteLine(build);
    }

    private static LibraryArchive Archive(string path) => new(new Uri(path), Build);

    private static async Task<Dictionary<string, string>> FindingsAsync(CliProcess cli, int code)
    {
        CliRun doctor = await cli.RunAsync("doctor", "--json");
        doctor.Code.ShouldBe(code, doctor.Output);
        return doctor.Json.ShouldHaveSingleItem().GetProperty("findings").EnumerateArray()
            .ToDictionary(found => found.GetProperty("name").GetString()!, found => found.GetProperty("value").GetString()!);
    }

    private CudaSetup Setup(LibraryArchive archive, string device, string? program = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        return new CudaSetup(archive, Folder, new LibraryTrial(program ?? CliProcess.Program, device), new Progress<InstallProgress>());
    }

    // Files that are no libraries.
    private string SmallArchive(string fault = "")
    {
        string path = _files["small.zip"];
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        if (fault != "other")
            WriteBuild(zip, fault.StartsWith('2') ? fault : Build);
        foreach (string name in (string[])["libc10.so", "libtorch.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so"])
        {
            if (fault == "missing" && name == "libtorch_cuda.so")
                continue;
            using var writer = new StreamWriter(zip.CreateEntry("libtorch/lib/" + name, CompressionLevel.NoCompression).Open());
            writer.Write($"content of {name}");
        }

        return path;
    }

    // With a driver of this version, or without one.
    private CliProcess Program(string? driver)
    {
        var cli = new CliProcess(_files.Root)
        {
            Environment = { ["XDG_DATA_HOME"] = _files["data"], ["PATH"] = _files["bin"] + ":/usr/bin:/bin" },
        };
        string program = _files["bin/nvidia-smi"];
        WriteScript(program, driver is null ? "echo NVIDIA-SMI has failed; exit 9" : $"echo 'GeForce, {driver}'");
        return cli;
    }

    private static void WriteScript(string path, string commands)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
