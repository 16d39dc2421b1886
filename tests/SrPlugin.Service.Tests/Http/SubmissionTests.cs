using System.Net;
using SrPlugin.Protocol;
using SrPlugin.Service.Tests.Harness;
using WireFormats = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Service.Tests.Http;

public sealed class SubmissionTests : IAsyncLifetime
{
    private RunningService _service = null!;

    private WireClient Client => _service.Client;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(1, WireFormats.UInt8, false, null)]
    [InlineData(2, WireFormats.UInt8, false, null)]
    [InlineData(3, WireFormats.UInt8, true, null)]
    [InlineData(4, WireFormats.UInt8, true, "restore")]
    [InlineData(3, WireFormats.UInt16, false, "restore")]
    [InlineData(4, WireFormats.UInt16, true, null)]
    [InlineData(1, WireFormats.Float32, true, "restore")]
    [InlineData(4, WireFormats.Float32, false, null)]
    public async Task Submit_AnyFormat_ReturnsWhatTheEngineMakes(int channels, WireFormats format, bool hasMask, string? mode)
    {
        JobRequest request =
            Samples.Request(37, 23, channels, format, new Recipe { Mode = mode, Scale = 3, Feather = hasMask ? 2 : null }) with
        {
            HasMask = hasMask,
            Selection = new PictureArea(5, 3, 20, 14),
        };
        byte[] pixels = Samples.Pixels(request);
        byte[]? mask = hasMask ? Samples.Mask(request) : null;

        (JobResult result, byte[] made) = await Client.RunAsync(request, pixels, mask);

        made.ShouldBe(Samples.Expect(request, pixels, mask));
        (result.Width, result.Height).ShouldBe(mode == "restore" ? (37, 23) : (60, 42));
        (result.Channels, result.SampleFormat).ShouldBe((channels, format));
    }

    [Fact]
    public async Task Submit_AfterTheAnswerToShutdown_IsRefusedAndNothingIsDoneWithIt()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.Client.SendAsync(HttpMethod.Post, WireFormat.ShutdownPath)).EnsureSuccessStatusCode();
        JobRequest request = Samples.Request(8, 8);

        (
            await Should.ThrowAsync<WireException>(
                () => service.Client.SubmitAsync(request, Samples.Pixels(request)))).Code.ShouldBe(ErrorCode.ShuttingDown);
    }

    [Fact]
    public async Task Submit_ResultJustWithinTheBounds_IsNotRoundedBeyondThem()
    {
        await using RunningService small = await RunningService.StartAsync(options => options with { MaxMegapixels = 0.001 });
        JobRequest request = Samples.Request(30, 30, recipe: new Recipe { Scale = 1.04 }); // 31.2, and 32 squared is more than 1000

        JobResult result = (await small.Client.RunAsync(request, Samples.Pixels(request))).Result;

        (result.Width, result.Height).ShouldBe((31, 31));
        JobRules.Enlarged(30, 1.04).ShouldBe(31);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1.5)]
    [InlineData(7, 2.5)]
    [InlineData(1, 1.3)]
    [InlineData(33, 1.01)]
    public async Task Submit_AnyScale_HasTheSizeThatTheProtocolSays(int side, double scale)
    {
        JobRequest request = Samples.Request(side, side, recipe: new Recipe { Scale = scale });

        (await Client.RunAsync(request, Samples.Pixels(request))).Result.Width.ShouldBe(JobRules.Enlarged(side, scale));
    }

    [Fact]
    public async Task Submit_RecipeOfTheResult_MakesTheSameAgain()
    {
        JobRequest request = Samples.Request(40, 30, recipe: new Recipe { Blur = 0.25 });
        byte[] pixels = Samples.Pixels(request);
        (JobResult first, byte[] made) = await Client.RunAsync(request, pixels);

        (JobResult second, byte[] again) = await Client.RunAsync(request with { Recipe = first.RecipeUsed }, pixels);

        again.ShouldBe(made);
        second.RecipeUsed.ShouldBe(first.RecipeUsed);
        (first.Scores!.Blur, first.RecipeUsed.Blur, first.RecipeUsed.Noise).ShouldBe((0.25, 0.25, first.Scores.Noise));
        first.RecipeUsed.Steps.ShouldBeNull("steps have no meaning for this family");
    }

    [Fact]
    public async Task Listen_Job_TellsMonotoneProgressAndTheEndOnce()
    {
        var told = new List<JobProgress>();

        await Client.RunAsync(
            Samples.Request(16, 16, recipe: Samples.Told("delay=50 tiles=20")), new byte[16 * 16 * 3], progress: told.Add);

        told[^1].Percent.ShouldBe(100);
        told.Zip(told.Skip(1)).ShouldAllBe(pair => pair.First.Percent <= pair.Second.Percent);
        told.ShouldContain(progress => progress.Stage == "denoise" && progress.TileCount == 20 && progress.SecondsLeft != null);
    }

    [Fact]
    public async Task Listen_WaitingJob_SaysThatItWaits()
    {
        JobRequest slow = Samples.Request(16, 16, recipe: Samples.Told("delay=50 tiles=1000")) with { Detached = true };
        string running = await Client.SubmitAsync(slow, Samples.Pixels(slow));
        string waiting = await Client.SubmitAsync(slow, Samples.Pixels(slow));
        await foreach (ServerEvent item in Client.ListenAsync(waiting))
        {
            item.Name.ShouldBe(JobEvents.Progress);
            item.Data.ShouldContain("queued");
            break;
        }

        foreach (string id in new[] { waiting, running })
            (await Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(id))).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listen_EngineShowsItsSteps_PassesThemOnIfAsked(bool previews)
    {
        // The second step comes a second after the first, and the end right after it: whoever is busy meanwhile misses the second.
        JobRequest request = Samples.Request(500, 60, recipe: Samples.Told("tiles=40 previews=2 delay=50")) with { Previews = previews };
        string id = await Client.SubmitAsync(request, Samples.Pixels(request));
        var shown = new List<JobPreview>();
        await foreach (ServerEvent item in Client.ListenAsync(id))
        {
            if (item.Name == JobEvents.Preview)
                shown.Add(System.Text.Json.JsonSerializer.Deserialize(item.Data, ProtocolJson.Default.JobPreview)!);
        }

        if (!previews)
        {
            shown.ShouldBeEmpty();
            return;
        }

        shown.Select(preview => (preview.Step, preview.StepCount)).ShouldBe(new[] { (1, 2), (2, 2) }.Take(Math.Max(1, shown.Count)));
        shown.ShouldAllBe(preview => preview.Width == 384 && preview.Height == 46 && preview.Pixels.Length == 384 * 46 * 3);
        shown[0].Pixels.Max().ShouldBeGreaterThan(shown[0].Pixels.Min());
    }

    [Fact]
    public async Task Listen_AfterTheEnd_TellsTheEnd()
    {
        JobRequest request = Samples.Request(8, 8) with { Detached = true };
        string id = await Client.SubmitAsync(request, Samples.Pixels(request));
        await Client.WaitAsync(id);

        (await Client.WaitAsync(id)).Width.ShouldBe(16);
        (await Client.GetAsync(WireFormat.JobPath(id), ProtocolJson.Default.JobStatus)).State.ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task Fetch_Twice_TheSecondFindsNothing()
    {
        JobRequest request = Samples.Request(8, 8);
        string id = await Client.SubmitAsync(request, Samples.Pixels(request));
        await Client.WaitAsync(id);
        await Client.FetchAsync(id);

        (await Should.ThrowAsync<WireException>(() => Client.FetchAsync(id))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Fetch_BeforeTheEnd_IsRefused()
    {
        JobRequest request = Samples.Request(8, 8, recipe: Samples.Told("delay=1000 tiles=100"));
        string id = await Client.SubmitAsync(request, Samples.Pixels(request));

        (await Should.ThrowAsync<WireException>(() => Client.FetchAsync(id))).Code.ShouldBe(ErrorCode.InvalidRequest);
        (await Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(id))).Dispose();
    }

    [Fact]
    public async Task Result_Header_SaysWhatTheLastEventSaid()
    {
        JobRequest request = Samples.Request(8, 8, recipe: new Recipe { Prompt = "größer ✓" });
        string id = await Client.SubmitAsync(request, Samples.Pixels(request));
        JobResult result = await Client.WaitAsync(id);

        using HttpResponseMessage response = await Client.SendAsync(HttpMethod.Get, WireFormat.ResultPath(id));

        string header = response.Headers.GetValues(WireFormat.ResultHeader).Single();
        header.ShouldAllBe(c => c >= ' ' && c <= '~');
        System.Text.Json.JsonSerializer.Deserialize(header, ProtocolJson.Default.JobResult).ShouldBe(result);
        result.RecipeUsed.Prompt.ShouldBe("größer ✓");
    }

    [Fact]
    public async Task Estimate_Picture_ReturnsItsScores()
    {
        JobRequest request = Samples.Request(64, 64);
        byte[] pixels = Samples.Pixels(request);

        using HttpResponseMessage response = await Client.PostJobAsync(request, pixels, path: WireFormat.EstimatePath);
        DegradationScores scores = await WireClient.ReadAsync(response, ProtocolJson.Default.DegradationScores);

        (JobResult result, _) = await Client.RunAsync(request, pixels);
        scores.ShouldBe(result.Scores);
        scores.Noise.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("out-of-memory", ErrorCode.OutOfMemory)]
    [InlineData("not-a-number", ErrorCode.InvalidOutput)]
    [InlineData("constant", ErrorCode.InvalidOutput)]
    [InlineData("error", ErrorCode.EngineFailed)]
    public async Task Submit_EngineGoesWrong_TellsHowAndLivesOn(string fault, ErrorCode code)
    {
        JobRequest request = Samples.Request(32, 32, recipe: Samples.Told($"fault={fault}"));
        byte[] pixels = Samples.Pixels(request);

        var exception = await Should.ThrowAsync<WireException>(() => Client.RunAsync(request, pixels));

        exception.Code.ShouldBe(code);
        JobRequest sound = Samples.Request(32, 32);
        (await Client.RunAsync(sound, pixels)).Pixels.ShouldBe(Samples.Expect(sound, pixels));
    }

    [Fact]
    public async Task Submit_MemoryRunsOutOnce_TriesSmallerTiles()
    {
        JobRequest request = Samples.Request(32, 32, recipe: Samples.Told("fault=out-of-memory-once tiles=4 delay=30"));
        byte[] pixels = Samples.Pixels(request);
        var told = new List<JobProgress>();

        (_, byte[] made) = await Client.RunAsync(request, pixels, progress: told.Add);

        made.ShouldBe(Samples.Expect(Samples.Request(32, 32), pixels));
        told.Where(progress => progress.Stage == "denoise").ShouldContain(progress => progress.TileCount == 16);
    }

    [Fact]
    public async Task Submit_ConstantSource_MayStayConstant()
    {
        JobRequest request = Samples.Request(16, 16);
        byte[] grey = new byte[request.PixelBytes];
        grey.AsSpan().Fill(77);

        (await Client.RunAsync(request, grey)).Pixels.ShouldAllBe(value => value == 77);
    }

    [Fact]
    public async Task Submit_ModelMissing_IsRefusedAtOnce()
    {
        JobRequest request = Samples.Request(8, 8, recipe: new Recipe { Model = "missing-model" });

        using HttpResponseMessage response = await Client.PostJobAsync(request, Samples.Pixels(request));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await WireClient.ReadErrorAsync(response)).Code.ShouldBe(ErrorCode.ModelMissing);
    }

    [Fact]
    public async Task Info_Endpoints_Answer()
    {
        ServiceHealth health = await Client.HealthAsync();
        ModelList models = await Client.GetAsync(WireFormat.ModelsPath, ProtocolJson.Default.ModelList);
        var presets = await Client.GetAsync(WireFormat.PresetsPath, ProtocolJson.Default.PresetList);

        (health.Engine, health.ProtocolVersion, health.ProcessId).ShouldBe(("test", WireFormat.Version, Environment.ProcessId));
        health.AvailableBytes.ShouldBeInRange(1, health.MachineBytes);
        models.Models.ShouldHaveSingleItem().IsDefault.ShouldBeTrue();
        presets.Presets.ShouldContain(preset => preset.Name == "gentle" && preset.IsBuiltIn);
    }
}
