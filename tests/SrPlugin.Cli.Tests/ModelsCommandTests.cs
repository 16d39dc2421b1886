using System.Diagnostics;
using System.Text.Json;
using SrPlugin.Testing;
using SrPlugin.Testing.Web;

namespace SrPlugin.Cli.Tests;

/// <summary>
/// <c>srplugin models</c> as a person uses it: the shipped catalogue, with a server on this machine instead of the web, at tiny size.
/// </summary>
public sealed class ModelsCommandTests : IAsyncLifetime
{
    private readonly Workspace _files = new();
    private ModelServer _web = null!;
    private CliProcess _cli = null!;

    private string Store => _files["store"];

    public async Task InitializeAsync()
    {
        _web = await ModelServer.StartAsync();
        _web.AddFolderToRepository("stabilityai/sd-turbo", GoldenFolder.PathOf("sd/sd_tiny"));
        _web.AddToRepository("zhangap/S3Diff", "s3diff.pkl", File.ReadAllBytes(GoldenFolder.PathOf("s3diff/s3diff_tiny.pkl")));
        string estimator = _web.AddFile("de_net.pth", File.ReadAllBytes(GoldenFolder.PathOf("s3diff/de_net_fp16.safetensors")));

        // The shipped entries; only GitHub's address is exchanged, as Hugging Face's is by HF_ENDPOINT.
        Directory.CreateDirectory(Path.Combine(Store, "catalogue"));
        foreach (string entry in (string[])["s3diff.json", "sd-turbo.json"])
        {
            string shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "catalogue", entry));
            File.WriteAllText(
                Path.Combine(Store, "catalogue", entry),
                shipped.Replace("https://github.com/ArcticHare105/S3Diff/raw/main/assets/mm-realsr/de_net.pth", estimator));
        }

        _cli = new CliProcess(_files.Root);
        _cli.Environment["SRPLUGIN_MODELS"] = Store;
        _cli.Environment["HF_ENDPOINT"] = _web.Address;
    }

    public async Task DisposeAsync()
    {
        _cli.Dispose();
        await _web.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task GetS3Diff_ThenUpscale_MakesThePictureThatTheOfficialFilesMake()
    {
        string photo = _files.Picture("photo.png", 24, 24);

        CliRun get = await _cli.RunAsync("models", "get", "s3diff", "--accept-licence");
        CliRun upscale = await _cli.RunAsync("upscale", photo, "-o", _files["out.png"], "--model", "s3diff", "--scale", "2");

        get.Code.ShouldBe(0, get.Error);
        get.Error.ShouldContain("Stability AI");
        get.Error.ShouldContain("To download: about");
        get.Output.ShouldContain("--model s3diff");
        upscale.Code.ShouldBe(0, upscale.Error);
        CliRun official = CliRun.Of(
            "upscale", photo, "-o", _files["official.png"], "--model", _files.Model, "--scale", "2", "--strip-metadata");
        official.Code.ShouldBe(0, official.Error);
        CliRun compared = CliRun.Of("metrics", _files["out.png"], _files["official.png"], "--json");
        compared.Json[0].GetProperty("psnrY").GetString().ShouldBe("Infinity");

        CliRun list = await _cli.RunAsync("models", "list", "--json"), verify = await _cli.RunAsync("models", "verify"),
        where = await _cli.RunAsync("models", "where", "s3diff");
        list.Json.Single(model => model.GetProperty("id").GetString() == "s3diff").GetProperty("state").GetString().ShouldBe("installed");
        list.Json.ShouldNotContain(model => model.GetProperty("id").GetString() == "sd-turbo");
        verify.Code.ShouldBe(0, verify.Output);
        verify.Output.ShouldContain("sd-turbo: ");
        where.Output.Trim().ShouldBe(Path.Combine(Store, "s3diff"));

        CliRun shared = await _cli.RunAsync("upscale", photo, "-o", _files["base.png"], "--model", "sd-turbo");
        shared.Code.ShouldBe((int)ExitCode.Model);
        shared.Error.ShouldContain("parts that other models share");

        CliRun remove = await _cli.RunAsync("models", "remove", "s3diff");
        remove.Code.ShouldBe(0, remove.Error);
        Directory.EnumerateDirectories(Store).Select(path => Path.GetFileName(path)).Order().ShouldBe([".store", "catalogue"]);
    }

    [Fact]
    public async Task Get_LicencesNotAccepted_ShowsThemAndDownloadsNothing()
    {
        CliRun run = await _cli.RunAsync("models", "get", "s3diff");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("https://stability.ai/license");
        run.Error.ShouldContain("--accept-licence");
        _web.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_KilledHalfway_GoesOnWhereItWas()
    {
        _web.Faults = request => request.IsForContent ? new ServerFault { Pause = TimeSpan.FromMilliseconds(20) } : null;
        using (Process process = _cli.Start("models", "get", "s3diff", "--accept-licence"))
        {
            while (!Directory.EnumerateFiles(Store, "diffusion_pytorch_model.safetensors.part", SearchOption.AllDirectories).Any(path => new FileInfo(path).Length > 500_000))
                await Task.Delay(10, CliProcess.Limit());
            await CliProcess.SignalAsync(process.Id, "INT");
            await process.WaitForExitAsync(CliProcess.Limit());
            process.ExitCode.ShouldBe((int)ExitCode.Cancelled);
        }

        CliRun between = await _cli.RunAsync("models", "list", "--json");
        _web.Faults = _ => null;
        CliRun again = await _cli.RunAsync("models", "get", "s3diff");

        between.Json.Single(model => model.GetProperty("id").GetString() == "s3diff").GetProperty("state")
            .GetString().ShouldBe("available");
        again.Code.ShouldBe(0, again.Error);
        _web.Requests.ShouldContain(request => request.Range > 0);
    }

    [Fact]
    public async Task Get_TwoProcessesAtOnce_DownloadEachFileOnce()
    {
        _web.Faults = request => request.IsForContent ? new ServerFault { Pause = TimeSpan.FromMilliseconds(5) } : null;

        CliRun[] runs = await Task.WhenAll(
            _cli.RunAsync("models", "get", "s3diff", "--accept-licence"), _cli.RunAsync("models", "get", "s3diff", "--accept-licence"));

        runs.ShouldAllBe(run => run.Code == 0);
        _web.Requests.Where(request => request.IsForContent).Select(request => request.Path).ShouldBeUnique();
    }

    [Fact]
    public async Task Get_ServerGone_SaysWhyAndThatItGoesOn()
    {
        _web.Faults = _ => new ServerFault { Status = 404 };

        CliRun run = await _cli.RunAsync("models", "get", "s3diff", "--accept-licence");

        run.Code.ShouldBe((int)ExitCode.Download);
        run.Error.ShouldContain("404");
        run.Error.ShouldContain("goes on where it stopped");
    }

    [Fact]
    public async Task Get_ThroughAProxy_AsksTheProxyForTheHub()
    {
        // Nobody listens at the hub's address: only the proxy can have the files.
        _cli.Environment["HF_ENDPOINT"] = "http://127.0.0.2:9";
        _cli.Environment["http_proxy"] = _web.Address;

        CliRun run = await _cli.RunAsync("models", "get", "s3diff", "--accept-licence");

        run.Code.ShouldBe(0, run.Error);
        _web.Requests.ShouldContain(request => request.Host == "127.0.0.2:9");
    }

    [Fact]
    public async Task Get_WrongToken_NeverAppearsInWhatIsPrinted()
    {
        _cli.Environment["HF_TOKEN"] = "hf_do_not_print_me";
        string entry = Path.Combine(Store, "catalogue", "sd-turbo.json");
        File.WriteAllText(entry, File.ReadAllText(entry).Replace("stabilityai/sd-turbo/resolve", "gated/sd-turbo/resolve"));

        CliRun run = await _cli.RunAsync("models", "get", "s3diff", "--accept-licence", "--verbose");

        run.Code.ShouldBe((int)ExitCode.Download);
        run.Error.ShouldContain("HF_TOKEN");
        (run.Output + run.Error).ShouldNotContain("do_not_print_me");
        _web.Requests.ShouldContain(request => request.Authorization == "Bearer hf_do_not_print_me");
    }

    [Fact]
    public async Task Import_FilesFromAStick_NeedNoNetwork()
    {
        string stick = _files["stick"];
        Directory.CreateDirectory(stick);
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(GoldenFolder.PathOf("sd/sd_tiny"), "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(stick, $"file{count++}"));
        File.Copy(GoldenFolder.PathOf("s3diff/s3diff_tiny.pkl"), Path.Combine(stick, "s3diff (1).pkl"));

        CliRun first = await _cli.RunAsync("models", "import", "s3diff", stick, "--accept-licence");
        CliRun second = await _cli.RunAsync("models", "import", "s3diff", GoldenFolder.PathOf("s3diff/de_net_fp16.safetensors"), "--json");

        first.Code.ShouldBe((int)ExitCode.Model);
        first.Output.ShouldContain("de_net.safetensors: open https://github.com/ArcticHare105/S3Diff");
        second.Code.ShouldBe(0, second.Error);
        second.Json[0].GetProperty("folder").GetString().ShouldBe(Path.Combine(Store, "s3diff"));
        _web.Requests.ShouldBeEmpty();
        CliRun upscale = await _cli.RunAsync(
            "upscale", _files.Picture("p.png", 24, 24), "-o", _files["out.png"], "--model", "s3diff", "--scale", "2");
        upscale.Code.ShouldBe(0, upscale.Error);
    }

    [Fact]
    public async Task Get_HalfPrecision_StillMakesPictures()
    {
        CliRun get = await _cli.RunAsync("models", "get", "s3diff", "--accept-licence", "--bf16", "--json");
        CliRun upscale = await _cli.RunAsync(
            "upscale", _files.Picture("p.png", 24, 24), "-o", _files["out.png"], "--model", "s3diff", "--scale", "2");

        get.Code.ShouldBe(0, get.Error);
        upscale.Code.ShouldBe(0, upscale.Error);
        long whole = new FileInfo(GoldenFolder.PathOf("sd/sd_tiny/unet/diffusion_pytorch_model.safetensors")).Length;
        new FileInfo(Path.Combine(Store, "sd-turbo", "unet", "diffusion_pytorch_model.safetensors")).Length.ShouldBeLessThan((long)(0.55 * whole));
    }
}
