using System.Diagnostics;
using SrPlugin.Client;
using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests;

/// <summary>What goes wrong leaves the layer as it was, says what to do, and the next run works.</summary>
[Collection(Gimp2Collection.Name)]
public sealed class FailureTests(Gimp2Fixture fixture)
{
    private readonly GimpSession _gimp = fixture.Session;
    private readonly string _kept = fixture.Session.Profile.PathOf(Path.GetRandomFileName());

    [Theory]
    [InlineData("crash")]
    [InlineData("out-of-memory")]
    [InlineData("not-a-number")]
    [InlineData("error")]
    public void Restore_ServiceFails_LeavesTheLayerAndTheNextRunWorks(string fault)
    {
        Prepare();

        string message = _gimp.Failure(Run($"!test fault={fault}"));

        message.ShouldContain("The image is unchanged.");
        Changed().IsNothing.ShouldBeTrue();
        _gimp.Evaluate(Run("!test"));
        Changed().Inside.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Restore_ServiceKilled_LeavesTheLayerAndTheNextRunStartsAnother()
    {
        Prepare();
        _gimp.Evaluate(Run("!test"));
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
        var client = new SrPluginClient(new ClientOptions { Endpoint = _gimp.Profile.Socket, StartsService = false });
        int service = (await client.GetHealthAsync(CancellationToken.None))!.ProcessId;
        Task<string> failure = Task.Run(() => _gimp.Failure(Run("!test delay=100 tiles=600")));
        await Until(() => Running(client) == 1);

        Process.GetProcessById(service).Kill();

        (await failure).ShouldContain("The image is unchanged.");
        Changed().IsNothing.ShouldBeTrue();
        _gimp.Evaluate(Run("!test"));
        Changed().Inside.ShouldBeGreaterThan(100);
        (await client.GetHealthAsync(CancellationToken.None))!.ProcessId.ShouldNotBe(service);
    }

    [Fact]
    public void Interactive_WithoutAScreen_SaysWhatToCallInstead()
    {
        Prepare();

        _gimp.Failure(Run("!test").Replace("RUN-NONINTERACTIVE", "RUN-INTERACTIVE", StringComparison.Ordinal))
            .ShouldContain("srplugin-restore");
        Changed().IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void Batch_FolderIsAFile_SaysSoInWords()
    {
        string picture = TestFolders.Picture("text.png");

        _gimp.Failure($"(srplugin-batch \"{picture}\" \"{_gimp.Profile.PathOf("trace")}\" \"photo-restore\")")
            .ShouldContain("already exists");
    }

    [Fact]
    public void Restore_ModelMissing_SaysWhichAndLeavesTheLayer()
    {
        Prepare();

        string message = _gimp.Failure(Run("!test", model: "missing-model"));

        message.ShouldContain("missing-model");
        Changed().IsNothing.ShouldBeTrue();
    }

    // GIMP's Cancel ends a plug-in by killing its process: that is what is done here, in the middle of a job.
    [Fact]
    public async Task Restore_CancelledInGimp_LeavesTheLayerAndEndsTheJob()
    {
        Prepare();
        _gimp.Evaluate(Run("!test"));
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
        File.Delete(_gimp.Profile.Trace);
        Task<string> failure = Task.Run(() => _gimp.Failure(Run("!test delay=100 tiles=600")));
        await Until(
            () => File.Exists(_gimp.Profile.Trace) && File.ReadAllText(_gimp.Profile.Trace).Contains("read", StringComparison.Ordinal));
        var client = new SrPluginClient(new ClientOptions { Endpoint = _gimp.Profile.Socket, StartsService = false });
        await Until(() => Running(client) == 1);

        PlugIn().Kill();

        await failure;
        Changed().IsNothing.ShouldBeTrue();
        await Until(() => Running(client) == 0);
        _gimp.Evaluate(Run("!test"));
        Changed().Inside.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Restore_GimpKilled_EndsTheJobAndAFreshGimpWorks()
    {
        using var profile = new GimpProfile();
        var client = new SrPluginClient(new ClientOptions { Endpoint = profile.Socket, StartsService = false });
        using (var first = new GimpSession(profile))
        {
            first.Evaluate("(begin (srplugin-models) (define image (new-image 96 80 1 150)) (define layer (layer-of image)))");
            Task job = Task.Run(() => first.Evaluate(Run("!test delay=100 tiles=600")));
            await Until(() => Running(client) == 1);

            Process.GetProcessById(first.ProcessId).Kill();

            await Should.ThrowAsync<IOException>(job);
            await Until(() => Running(client) == 0);
        }

        using var second = new GimpSession(profile);
        second.Evaluate($"(begin (define image (new-image 96 80 1 150)) (define layer (layer-of image)) (probe-keep layer \"{_kept}\"))");
        second.Evaluate(Run("!test"));
        ChangedPixels.Since(second, "image", "layer", _kept).Inside.ShouldBeGreaterThan(100);
    }

    private static string Run(string prompt, string model = "") =>
        EffectCall.Of("RUN-NONINTERACTIVE", "image", "layer", ("model", model), ("mode", "restore"), ("prompt", prompt));

    private static int Running(SrPluginClient client) =>
        client.GetHealthAsync(CancellationToken.None).GetAwaiter().GetResult() is { } health ? health.RunningJobs + health.QueuedJobs : -1;

    private static async Task Until(Func<bool> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(5));
            await Task.Delay(20);
        }
    }

    private Process PlugIn() => Process.GetProcessesByName("srplugin-gimp").Single(process =>
        File.ReadAllText($"/proc/{process.Id}/environ").Contains(_gimp.Profile.Folder, StringComparison.Ordinal));

    private void Prepare()
    {
        _gimp.Evaluate(
            "(begin (define image (new-image 96 80 1 150)) (define layer (layer-of image)) (gimp-image-select-ellipse image 2 8 6 70 60))");
        _gimp.Evaluate($"(probe-keep layer \"{_kept}\")");
    }

    private ChangedPixels Changed() => ChangedPixels.Since(_gimp, "image", "layer", _kept);
}
