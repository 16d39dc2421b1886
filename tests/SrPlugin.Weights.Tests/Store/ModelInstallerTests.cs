using SrPlugin.Testing.Web;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

public sealed class ModelInstallerTests : IAsyncLifetime
{
    private StoreFixture _web = null!;

    public async Task InitializeAsync() => _web = await StoreFixture.CreateAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Install_ModelWithABase_CanBeOpenedAndVerified()
    {
        string folder = await _web.InstallAsync();

        ModelFolder model = _web.Store.Open("small");
        model.Directory.ShouldBe(folder);
        model.Get("vae").Directory.ShouldBe(Path.Combine(_web.Models, "shared", "vae"));
        model.Get("s3diff").WeightsPath.ShouldEndWith("s3diff.safetensors");
        model.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        model.VerifySizes().ShouldAllBe(file => file.Problem == null);
        _web.Store.List().Select(installed => installed.Id).ShouldBe(["small"]);
        _web.Store.ListBases().Select(installed => installed.Id).ShouldBe(["shared"]);
        Directory.Exists(Path.Combine(_web.Models, ".store", "small")).ShouldBeFalse();
        InstallProgress last = _web.Reports.Last(report => report.Stage == InstallStage.Downloading);
        last.CompletedBytes.ShouldBe(last.TotalBytes);
    }

    [Fact]
    public async Task VerifySizes_FileCutOff_IsNamed()
    {
        await _web.InstallAsync();
        ModelFolder model = _web.Store.Open("small");
        string path = model.Get("s3diff").WeightsPath!;
        using (FileStream file = File.OpenWrite(path))
            file.SetLength(file.Length - 1);

        model.VerifySizes().Where(file => file.Problem is not null).ShouldHaveSingleItem().Problem!.ShouldContain(path);
    }

    [Fact]
    public async Task Install_Checkpoint_BecomesSafetensorsWithTheSameTensors()
    {
        await _web.InstallAsync();

        using WeightsSource before = WeightsSource.Open(Golden.File("s3diff", "s3diff_tiny.pkl"));
        using WeightsSource after = WeightsSource.Open(_web.Store.Open("small").Get("s3diff").WeightsPath!);
        after.ShouldBeOfType<SafetensorsFile>();
        after.Tensors.Keys.Order().ShouldBe(before.Tensors.Keys.Order());
        foreach (string name in before.Tensors.Keys)
            after.Read(name).ShouldBe(before.Read(name));
        Directory.EnumerateFiles(_web.Models, "*.pkl", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_Twice_AsksNobodyTheSecondTime()
    {
        await _web.InstallAsync();
        int requests = _web.Server.Requests.Count;

        await _web.InstallAsync(options: new InstallOptions());

        _web.Server.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task Install_LicencesNotAccepted_DownloadsNothing()
    {
        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync(options: new InstallOptions()));

        fault.Fault.ShouldBe(StoreFault.LicenceNotAccepted);
        fault.Message.ShouldContain("Licence-small");
        fault.Message.ShouldContain("Licence-shared");
        _web.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_AcceptedOnce_IsNotAskedAgainUntilTheLicenceChanges()
    {
        await _web.InstallAsync();
        _web.Store.Remove("small");
        _web.Installer().Plan("small").LicencesToAccept.ShouldBeEmpty();
        string entry = Path.Combine(_web.Models, "catalogue", "small.json");
        File.WriteAllText(entry, File.ReadAllText(entry).Replace("For tests.", "Not for tests."));

        _web.Installer().Plan("small").LicencesToAccept.Select(model => model.Id).ShouldBe(["small"]);
    }

    [Fact]
    public async Task Install_DiskTooSmall_SaysSoBeforeItStarts()
    {
        _web.FreeSpace = 1_000_000;

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync());

        fault.Fault.ShouldBe(StoreFault.DiskFull);
        _web.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_CutConnections200Times_IsWholeOrInvisible()
    {
        var random = new Random(3);
        int cuts = 0;
        _web.Server.Faults = request => request.IsForContent && cuts < 200 && cuts++ >= 0
            ? new ServerFault { CutAfter = random.Next(0, 100_000), Resets = random.Next(2) == 0 }
            : null;
        for (int round = 0; ; round++)
        {
            round.ShouldBeLessThan(200);
            try
            {
                await _web.InstallAsync();
                _web.Store.Open("small").Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
                if (cuts >= 200)
                    break;
                _web.Store.Remove("small");
            }
            catch (ModelStoreException fault)
            {
                fault.Fault.ShouldBe(StoreFault.DownloadFailed);
                _web.Store.List().ShouldBeEmpty();
                _web.Visible.Except(["shared"]).ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task Install_MainSourceGone_UsesTheMirror()
    {
        _web.Server.Faults = request =>
            request.Path.Contains("base/repo", StringComparison.Ordinal) ? new ServerFault { Status = 404 } : null;

        await _web.InstallAsync();

        _web.Server.Requests.ShouldContain(request => request.Path.Contains("mirror/repo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_HashOfTheHub_IsChecked()
    {
        _web.Server.Faults = request => request.Path.StartsWith("/cdn/", StringComparison.Ordinal)
            ? new ServerFault { Content = _web.Weights("encoder.conv_in.weight", 3001) }
            : null;

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync("shared"));

        fault.Message.ShouldContain("bytes instead of");
        _web.Visible.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_FileReplacedAtItsSource_IsRefusedUntilAccepted()
    {
        await _web.InstallAsync();
        _web.Store.Remove("small");
        byte[] replaced = File.ReadAllBytes(Golden.File("s3diff", "s3diff_tiny.pkl"));
        string other = Path.Combine(_web.Models, "other.safetensors");
        using (WeightsSource weights = WeightsSource.Open(Golden.File("s3diff", "s3diff_tiny.pkl")))
            SafetensorsFile.Write(other, weights);
        _web.Server.AddToRepository("owner/model", "s3diff.pkl", File.ReadAllBytes(other));
        _web.Server.Commit = new string('a', 40);

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync());
        fault.Fault.ShouldBe(StoreFault.WrongContent);
        fault.Remedy.ShouldContain("--accept-changes");
        _web.Visible.ShouldNotContain("small");

        await _web.InstallAsync(options: StoreFixture.Accepted with { AcceptsChanges = true });
        _web.Visible.ShouldContain("small");
        replaced.Length.ShouldNotBe(File.ReadAllBytes(other).Length);
    }

    [Fact]
    public async Task Install_HashInTheCatalogue_RefusesEveryOtherFile()
    {
        _web.Describe("small", "s3diff", "shared", _web.Adapter() with { Sha256 = new string('1', 64) });

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(
            () => _web.InstallAsync(options: StoreFixture.Accepted with { AcceptsChanges = true }));

        fault.Fault.ShouldBe(StoreFault.WrongContent);
        _web.Visible.ShouldNotContain("small");
    }

    [Fact]
    public async Task Install_GatedRepository_WantsATokenAndNeverSendsItElsewhere()
    {
        _web.Server.AddToRepository("gated/model", "s3diff.pkl", File.ReadAllBytes(Golden.File("s3diff", "s3diff_tiny.pkl")));
        _web.Describe(
            "small", "s3diff", "shared", _web.Adapter() with { Sources = [$"{StoreFixture.Hub}gated/model/resolve/main/s3diff.pkl"] });

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync());
        fault.Message.ShouldContain("HF_TOKEN");
        fault.Message.ShouldContain("401");
        (await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync(token: "hf_wrong"))).ToString().ShouldNotContain("hf_wrong");

        await _web.InstallAsync(token: _web.Server.Token);

        _web.Server.Requests.Where(request => request.IsForContent).ShouldAllBe(request => request.Authorization == null);
        _web.Installer(_web.Server.Token).ToString()!.ShouldNotContain(_web.Server.Token);
        new DownloadOptions { HubToken = _web.Server.Token }.ToString().ShouldNotContain(_web.Server.Token);
        Directory.EnumerateFiles(_web.Models, "*", SearchOption.AllDirectories)
            .ShouldAllBe(path => !File.ReadAllText(path).Contains(_web.Server.Token));
    }

    [Fact]
    public async Task Install_HubAnswersNonsense_SaysSo()
    {
        _web.Server.Faults = request =>
            request.Path.StartsWith("/api/", StringComparison.Ordinal) ? new ServerFault { Content = "[1, 2"u8.ToArray() } : null;

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync());

        fault.Message.ShouldContain("unexpected form");
    }

    [Fact]
    public async Task Install_WebPageAsWeights_IsRefused()
    {
        _web.Server.Faults = request => request.Path.StartsWith("/cdn/", StringComparison.Ordinal)
            ? new ServerFault { Content = "<!DOCTYPE html>"u8.ToArray(), ContentType = "text/html" }
            : null;

        (await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync())).Message.ShouldContain("web page");

        _web.Visible.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_TwoAtOnce_DownloadEachFileOnce()
    {
        _web.Server.Faults = request => request.IsForContent ? new ServerFault { Pause = TimeSpan.FromMilliseconds(5) } : null;

        string[] folders = await Task.WhenAll(
            Task.Run(() => _web.InstallAsync()), Task.Run(() => _web.InstallAsync()), Task.Run(() => _web.InstallAsync()));

        folders.Distinct().ShouldHaveSingleItem();
        _web.Server.Requests.Where(request => request.IsForContent).Select(request => request.Path).ShouldBeUnique();
        _web.Reports.ShouldContain(report => report.Stage == InstallStage.Waiting);
    }

    [Fact]
    public async Task Install_Cancelled_GoesOnWhereItWas()
    {
        using var cancellation = new CancellationTokenSource();
        _web.Server.Faults = request =>
        {
            if (!request.IsForContent || request.Range is not null)
                return null;
            if (_web.Visible.Contains("shared"))
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(500));
            return _web.Visible.Contains("shared") ? new ServerFault { StallAfter = 500_000 } : null;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => _web.InstallAsync(cancellationToken: cancellation.Token));
        _web.Visible.ShouldBe(["shared"]);

        await _web.InstallAsync();

        _web.Server.Requests.Last().Range.ShouldNotBeNull();
        _web.Visible.Order().ShouldBe(["shared", "small"]);
    }

    [Fact]
    public async Task Install_Halved_StoresTheBaseInBFloat16AndTheAdapterAsItIs()
    {
        await _web.InstallAsync(options: StoreFixture.Accepted with { Halves = true });

        ModelFolder model = _web.Store.Open("small");
        using WeightsSource vae = WeightsSource.Open(model.Get("vae").WeightsPath!);
        vae.Tensors.Values.Single().ElementType.ShouldBe(TensorElementType.BFloat16);
        using WeightsSource adapter = WeightsSource.Open(model.Get("s3diff").WeightsPath!);
        adapter.Tensors.Values.ShouldAllBe(tensor => tensor.ElementType != TensorElementType.BFloat16);
        _web.Store.Open("shared").Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
    }

    [Theory]
    [InlineData(0x3F800000u, 0x3F80)] // 1
    [InlineData(0x3F808000u, 0x3F80)] // halfway: to even
    [InlineData(0x3F818000u, 0x3F82)] // halfway: to even
    [InlineData(0x3F808001u, 0x3F81)]
    [InlineData(0xFF800000u, 0xFF80)] // -infinity
    [InlineData(0x7F7FFFFFu, 0x7F80)] // the largest float32 becomes infinity
    [InlineData(0x7FC00001u, 0x7FC0)] // NaN
    [InlineData(0x7F800001u, 0x7FC0)] // NaN whose upper half alone would be infinity
    public void Round_Float32_GivesTheNearestBFloat16(uint bits, int expected) => ConvertedWeights.Round(bits).ShouldBe((ushort)expected);

    [Fact]
    public async Task Install_FolderInTheWay_IsLeftAlone()
    {
        Directory.CreateDirectory(Path.Combine(_web.Models, "small"));
        File.WriteAllText(Path.Combine(_web.Models, "small", "mine.txt"), "mine");

        (await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync())).Fault.ShouldBe(StoreFault.FolderInTheWay);

        File.ReadAllText(Path.Combine(_web.Models, "small", "mine.txt")).ShouldBe("mine");
    }

    [Fact]
    public async Task Install_FileForABrowser_GetsTheRestAndNamesThePage()
    {
        _web.Describe("small", "s3diff", "shared", _web.Adapter() with { Sources = [], Page = "https://drive.example.org/x" });

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync());

        fault.Fault.ShouldBe(StoreFault.FilesMissing);
        fault.Message.ShouldContain("https://drive.example.org/x");
        fault.Remedy.ShouldContain("srplugin models import small");
        _web.Visible.ShouldBe(["shared"]);
    }

    [Fact]
    public async Task Install_UnknownModel_NamesTheAvailableOnes() =>
        (await Should.ThrowAsync<ModelStoreException>(() => _web.InstallAsync("nothing"))).Remedy.ShouldContain("small");

    [Fact]
    public async Task Remove_LastUserOfABase_TakesTheBaseAlong()
    {
        _web.Describe("second", "s3diff", "shared", _web.Adapter());
        await _web.InstallAsync();
        await _web.InstallAsync("second");
        int requests = _web.Server.Requests.Count(request => request.Path.Contains("base/repo", StringComparison.Ordinal));
        requests.ShouldBe(
            _web.Server.Requests.Where(request => request.Path.Contains("base/repo", StringComparison.Ordinal)).Distinct().Count(),
            "the base is downloaded once");

        Should.Throw<ModelStoreException>(() => _web.Store.Remove("shared")).Message.ShouldContain("second");
        _web.Store.Remove("small").Count.ShouldBe(1);
        _web.Visible.Order().ShouldBe(["second", "shared"]);
        _web.Store.Remove("second").Count.ShouldBe(2);

        _web.Visible.ShouldBeEmpty();
        Directory.EnumerateDirectories(Path.Combine(_web.Models, ".store")).ShouldBeEmpty();
        Should.Throw<ModelNotFoundException>(() => _web.Store.Remove("second"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../models")]
    [InlineData("")]
    [InlineData(".store")]
    public void Remove_NoId_RemovesNothing(string id) => Should.Throw<ModelNotFoundException>(() => _web.Store.Remove(id));
}
