using System.IO.Compression;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

public sealed class ModelImportTests : IAsyncLifetime
{
    private StoreFixture _web = null!;

    public async Task InitializeAsync()
    {
        _web = await StoreFixture.CreateAsync();
        _web.Write("download (1)", File.ReadAllBytes(Golden.File("s3diff", "s3diff_tiny.pkl")));
        _web.Write("untitled.dat", _web.Weights("encoder.conv_in.weight", 3000));
        _web.Write("x/config(2).json", "{\"_class_name\":\"AutoencoderKL\"}"u8.ToArray());
        _web.Write("holiday.jpg", [0xFF, 0xD8, 0xFF]);
    }

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Import_FolderOfOddlyNamedFiles_RecognisesThemByContent()
    {
        ImportResult result = await _web.ImportAsync("small", _web.Given);

        result.Missing.ShouldBeEmpty();
        result.Folder.ShouldNotBeNull();
        result.Recognised.Count.ShouldBe(3);
        result.Ignored.Select(path => Path.GetFileName(path)).ShouldBe(["holiday.jpg"]);
        _web.Store.Open("small").Require("vae", "s3diff");
        _web.Server.Requests.ShouldBeEmpty();
        File.Exists(Path.Combine(_web.Given, "download (1)")).ShouldBeTrue("what was given is never moved");
    }

    [Fact]
    public async Task Import_Archive_IsUnpacked()
    {
        string archive = Path.Combine(Path.GetDirectoryName(_web.Given)!, "Drive-download.zip");
        ZipFile.CreateFromDirectory(_web.Given, archive);

        ImportResult result = await _web.ImportAsync("small", archive);

        result.Missing.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(_web.Models, ".store"), "unpacked*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_SomeFiles_SaysWhatIsMissingAndKeepsThem()
    {
        ImportResult first = await _web.ImportAsync("small", Path.Combine(_web.Given, "download (1)"));

        first.Folder.ShouldBeNull();
        first.Missing.Select(file => file.Path).ShouldBe(["vae/config.json", "vae/diffusion_pytorch_model.safetensors"]);
        first.Missing.ShouldAllBe(file => file.Page == "https://huggingface.co/base/repo");
        _web.Visible.ShouldBeEmpty();

        await _web.InstallAsync();

        _web.Server.Requests.ShouldNotContain(request => request.Path.Contains("owner/model", StringComparison.Ordinal));
        _web.Visible.Order().ShouldBe(["shared", "small"]);
    }

    [Fact]
    public async Task Import_OtherContentThanTheCatalogues_IsRefused()
    {
        _web.Describe("small", "s3diff", "shared", _web.Adapter() with { Sha256 = new string('1', 64) });

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.ImportAsync("small", _web.Given));

        fault.Fault.ShouldBe(StoreFault.WrongContent);
        _web.Visible.ShouldNotContain("small");
    }

    [Fact]
    public async Task Import_PickleThatRunsCode_IsNotRecognised()
    {
        byte[] evil = TorchArchive.Zip("\u0080\u0002cos\nsystem\n(X\u0004\0\0\0exittR.");
        string path = _web.Write("evil.pkl", evil);

        ImportResult result = await _web.ImportAsync("small", path);

        result.Recognised.ShouldBeEmpty();
        result.Ignored.ShouldBe([path]);
    }

    [Fact]
    public async Task Import_MissingPath_SaysSo() =>
        (
            await Should.ThrowAsync<FileNotFoundException>(
                () => _web.ImportAsync("small", "/no/such/file"))).Message.ShouldContain("/no/such/file");
}
