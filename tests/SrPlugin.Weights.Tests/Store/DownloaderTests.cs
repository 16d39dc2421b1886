using SrPlugin.Testing.Web;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

/// <summary>Every fault of a server, one after the other: the file is right, or it is not there and the message says why.</summary>
public sealed class DownloaderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly byte[] _content = new byte[300_000];
    private ModelServer _server = null!;

    private string Target => Path.Combine(_folder.Root, "a", "weights.bin");

    public async Task InitializeAsync()
    {
        new Random(1).NextBytes(_content);
        _server = await ModelServer.StartAsync();
        _server.AddFile("weights.bin", _content);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Download_SoundServer_GivesTheFileItsHashAndItsSource()
    {
        var seen = new List<long>();

        DownloadedFile file = await DownloadAsync(Known(), progress: seen.Add);

        file.Sha256.ShouldBe(ModelServer.Hash(_content));
        file.Size.ShouldBe(_content.Length);
        ShouldBeRight();
        seen[^1].ShouldBe(_content.Length);
        seen.ShouldBeInOrder();
    }

    [Fact]
    public async Task Download_NothingKnownOfTheFile_TakesTheServersWord()
    {
        (await DownloadAsync(Unknown())).Sha256.ShouldBe(ModelServer.Hash(_content));
        ShouldBeRight();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_CutConnections200Times_IsRightOrNotThere(bool isKnown)
    {
        var random = new Random(2);
        int cuts = 0, rounds = 0;
        _server.Faults = request => request.IsForContent && cuts < 200 && cuts++ >= 0
            ? new ServerFault { CutAfter = random.Next(0, (int)(_content.Length - (request.Range ?? 0))), Resets = random.Next(2) == 0 }
            : null;

        while (cuts < 200)
        {
            if (File.Exists(Target))
            {
                ShouldBeRight();
                File.Delete(Target);
            }

            rounds++.ShouldBeLessThan(200);
            try
            {
                await DownloadAsync(isKnown ? Known() : Unknown());
            }
            catch (ModelStoreException)
            {
                File.Exists(Target).ShouldBeFalse();
            }
        }

        if (!File.Exists(Target))
            await DownloadAsync(isKnown ? Known() : Unknown());
        ShouldBeRight();
        _server.Requests.Count(request => request.Range is not null)
            .ShouldBeGreaterThan(100, "interrupted downloads go on where they stopped");
    }

    [Fact]
    public async Task Download_CutInANewCall_GoesOnWithIfRange()
    {
        _server.Faults = request => request.Range is null ? new ServerFault { CutAfter = 100_000 } : new ServerFault { Status = 404 };
        await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Unknown()));
        _server.Faults = _ => null;

        await DownloadAsync(Unknown());

        ServedRequest last = _server.Requests.Last();
        last.Range.ShouldBe(100_000);
        last.IfRange.ShouldBe($"\"{ModelServer.Hash(_content)[..16]}\"");
        ShouldBeRight();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_FileChangesBetweenTwoParts_IsNeverStitchedTogether(bool hidesValidators)
    {
        byte[] other = [.. _content.Reverse()];
        bool isFirst = true;
        _server.Faults = request =>
        {
            if (!isFirst)
                return new ServerFault { Content = other, HidesValidators = hidesValidators };
            isFirst = false;
            return new ServerFault { CutAfter = 100_000, HidesValidators = hidesValidators };
        };

        DownloadedFile file = await DownloadAsync(Unknown());

        file.Sha256.ShouldBe(ModelServer.Hash(other));
        File.ReadAllBytes(Target).ShouldBe(other);
    }

    [Fact]
    public async Task Download_ServerIgnoresRanges_BeginsAgain()
    {
        _server.Faults = request => new ServerFault { IgnoresRange = true, CutAfter = request.Range is null ? 100_000 : null };

        await DownloadAsync(Known());

        ShouldBeRight();
    }

    [Fact]
    public async Task Download_ServerSendsAnotherRange_BeginsAgain()
    {
        _server.Faults = request =>
            new ServerFault { ShiftsRange = true, CutAfter = request.Range is null && _server.Requests.Count == 1 ? 100_000 : null };

        await DownloadAsync(Known());

        ShouldBeRight();
    }

    [Fact]
    public async Task Download_StalledConnection_IsGivenUpAndContinued()
    {
        _server.Faults = request => request.Range is null ? new ServerFault { StallAfter = 100_000 } : null;

        await DownloadAsync(Known(), options => options with { StallTimeout = TimeSpan.FromSeconds(1) });

        ShouldBeRight();
        _server.Requests.Count(request => request.Range == 100_000).ShouldBe(1);
    }

    [Fact]
    public async Task Download_SlowButAliveServer_IsWaitedFor()
    {
        _server.Faults = _ => new ServerFault { Pause = TimeSpan.FromMilliseconds(100) };

        await DownloadAsync(Known(), options => options with { StallTimeout = TimeSpan.FromSeconds(1.5), Attempts = 1 });

        ShouldBeRight();
    }

    [Fact]
    public async Task Download_TooManyRequests_WaitsAsLongAsTheServerWants()
    {
        _server.Faults = _ => _server.Requests.Count <= 2 ? new ServerFault { Status = 429, RetryAfter = "7" } : null;

        await DownloadAsync(Known());

        _waits.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)]);
        ShouldBeRight();
    }

    [Fact]
    public async Task Download_ServerWantsHoursOfPatience_IsGivenUpWithTheTime()
    {
        _server.Faults = _ => new ServerFault { Status = 429, RetryAfter = "7200" };

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Known()));

        fault.Message.ShouldContain("7200");
        _waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Download_ServerErrors_AreRepeatedWithLongerAndLongerWaits()
    {
        _server.Faults = _ => _server.Requests.Count <= 4 ? new ServerFault { Status = 503 } : null;

        await DownloadAsync(Known());

        _waits.Count.ShouldBe(4);
        for (int i = 1; i < _waits.Count; i++)
            _waits[i].ShouldBeGreaterThan(_waits[i - 1]);
        ShouldBeRight();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(410)]
    [InlineData(400)]
    public async Task Download_Refused_SaysSoAtOnceAndUsesTheNextSource(int status)
    {
        _server.Faults = request => request.Path.Contains("gone", StringComparison.Ordinal) ? new ServerFault { Status = status } : null;
        var gone = new DownloadSource(new Uri($"{_server.Address}/files/gone.bin"));

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(gone));
        fault.Fault.ShouldBe(StoreFault.DownloadFailed);
        fault.Message.ShouldContain(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _waits.ShouldBeEmpty();

        DownloadedFile file = await DownloadAsync([gone, Known()]);
        file.Source.ShouldBe(Known());
        ShouldBeRight();
    }

    [Fact]
    public async Task Download_UnreachableServer_UsesTheNextSource()
    {
        // A port that was free a moment ago.
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new DownloadSource(new Uri($"http://{listener.LocalEndpoint}/files/weights.bin"));
        listener.Stop();

        await DownloadAsync([nobody, Known()]);

        ShouldBeRight();
        _waits.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Download_WrongHash_IsNeverVisible()
    {
        _server.Faults = _ => new ServerFault { Content = new byte[_content.Length] };

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Known()));

        fault.Message.ShouldContain("SHA-256");
        Directory.EnumerateFiles(_folder.Root, "weights.bin", SearchOption.AllDirectories).ShouldBeEmpty();
        _server.Faults = _ => null;
        await DownloadAsync(Known());
        ShouldBeRight();
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task Download_WrongSize_IsRefusedBeforeItArrives(int size)
    {
        _server.Faults = _ => new ServerFault { Content = new byte[size] };

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Known()));

        fault.Message.ShouldContain($"{size}");
        fault.Message.ShouldContain("300000");
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task Download_WrongSizeWithoutSayingSo_IsRefused(int size)
    {
        _server.Faults = _ => new ServerFault { Content = new byte[size], HidesLength = true };

        await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Known()));

        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Download_BodyInChunks_IsTakenWhole()
    {
        _server.Faults = _ => new ServerFault { HidesLength = true, HidesValidators = true };

        await DownloadAsync(Unknown());

        ShouldBeRight();
    }

    [Fact]
    public async Task Download_ChunkedBodyCut_IsNotTakenForWhole()
    {
        _server.Faults = _ => new ServerFault { HidesLength = true, CutAfter = 100_000 };

        await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Unknown(), options => options with { Attempts = 1 }));

        File.Exists(Target).ShouldBeFalse();
        await DownloadAsync(Unknown());
        ShouldBeRight();
    }

    [Fact]
    public async Task Download_WebPageInsteadOfTheFile_IsToldFromIt()
    {
        _server.Faults = _ =>
            new ServerFault { Content = "<!DOCTYPE html><html>Please log in</html>"u8.ToArray(), ContentType = "text/html" };

        ModelStoreException fault = await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Unknown()));

        fault.Message.ShouldContain("web page");
    }

    [Fact]
    public async Task Download_DrivesWarningPage_IsConfirmed()
    {
        await DownloadAsync(new DownloadSource(new Uri(_server.DriveAddress("weights.bin"))));

        ShouldBeRight();
        _server.Requests.Last().Path.ShouldStartWith("/download?id=weights.bin&export=download&confirm=t");
    }

    [Fact]
    public async Task Download_CutBehindTheWarningPage_GoesOn()
    {
        _server.Faults = request => request.Path.StartsWith("/download", StringComparison.Ordinal) && request.Range is null
            ? new ServerFault { CutAfter = 50_000 }
            : null;

        await DownloadAsync(new DownloadSource(new Uri(_server.DriveAddress("weights.bin"))));

        ShouldBeRight();
        _server.Requests.Last().Range.ShouldBe(50_000);
    }

    [Fact]
    public async Task Download_ContentThatTheCheckRefuses_UsesTheNextSource()
    {
        string other = _server.AddFile("other.bin", new byte[1000]);

        DownloadedFile file = await DownloadAsync(
            [new DownloadSource(new Uri(other)), Known()], findFault: path => new FileInfo(path).Length == 1000 ? "it is too short" : null);

        file.Source.ShouldBe(Known());
        ShouldBeRight();
    }

    [Fact]
    public async Task Download_Cancelled_KeepsWhatHasArrived()
    {
        _server.Faults = request => request.Range is null ? new ServerFault { StallAfter = 100_000 } : null;
        using var cancellation = new CancellationTokenSource();
        Task<DownloadedFile> download = DownloadAsync(Known(), progress: received =>
        {
            if (received == 100_000)
                cancellation.Cancel();
        }, cancellationToken: cancellation.Token);
        await Should.ThrowAsync<OperationCanceledException>(() => download);

        await DownloadAsync(Known());

        ShouldBeRight();
        _server.Requests.Last().Range.ShouldBe(100_000);
    }

    [Fact]
    public async Task Download_PartsDamagedOnTheDisk_AreFoundByTheHash()
    {
        _server.Faults = request => request.Range is null && _server.Requests.Count == 1 ? new ServerFault { CutAfter = 100_000 } : null;
        await Should.ThrowAsync<ModelStoreException>(() => DownloadAsync(Known(), options => options with { Attempts = 1 }));
        using (FileStream part = File.OpenWrite(Target + ".part"))
            part.Write(new byte[1000]);

        await DownloadAsync(Known());

        ShouldBeRight();
    }

    [Fact]
    public async Task Download_StateDamagedOnTheDisk_BeginsAgain()
    {
        _folder.Write("a/weights.bin.part", new byte[5000]);
        _folder.Write("a/weights.bin.part.json", "{ not json");

        await DownloadAsync(Unknown());

        ShouldBeRight();
        _server.Requests.Single().Range.ShouldBeNull();
    }

    private DownloadSource Known() => new(new Uri($"{_server.Address}/files/weights.bin"), _content.Length, ModelServer.Hash(_content));

    private DownloadSource Unknown() => new(new Uri($"{_server.Address}/files/weights.bin"));

    private void ShouldBeRight()
    {
        File.ReadAllBytes(Target).ShouldBe(_content);
        Directory.EnumerateFiles(Path.GetDirectoryName(Target)!).ShouldHaveSingleItem();
    }

    private Task<DownloadedFile> DownloadAsync(
        DownloadSource source, Func<DownloadOptions, DownloadOptions>? change = null, Action<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        DownloadAsync([source], change, null, progress, cancellationToken);

    private async Task<DownloadedFile> DownloadAsync(
        IReadOnlyList<DownloadSource> sources, Func<DownloadOptions, DownloadOptions>? change = null,
        Func<string, string?>? findFault = null,
        Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new DownloadOptions();
        using var downloader = new Downloader(change?.Invoke(options) ?? options)
        {
            Wait = (time, _) =>
            {
                _waits.Add(time);
                return Task.CompletedTask;
            },
        };
        return await downloader.DownloadAsync(sources, Target, findFault, progress, [], cancellationToken);
    }
}
