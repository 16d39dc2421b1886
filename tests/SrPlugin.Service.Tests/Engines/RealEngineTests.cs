using SrPlugin.Protocol;
using SrPlugin.Service.Options;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Engines;

/// <summary>The networks with the built-in model, through the wire.</summary>
public sealed class RealEngineTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(behaviour: null);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Run_OvertakenAndAlone_MakesTheSamePixels()
    {
        JobRequest batch =
            Samples.Request(200, 72, recipe: new Recipe { Model = "tiny-s3diff", Mode = "restore", Tile = 8, Blur = 0.7, Noise = 0.2 }) with
            {
                Priority = JobPriority.Batch,
            };
        JobRequest quick = Samples.Request(
            24, 32, channels: 4, recipe: new Recipe { Model = "tiny-s3diff", Scale = 2, Prompt = "a cat", Seed = 5, Latent = "sample" });
        byte[] large = Samples.Pixels(batch), small = Samples.Pixels(quick);
        (JobResult alone, byte[] expected) = await _service.Client.RunAsync(batch, large);
        (_, byte[] expectedQuick) = await _service.Client.RunAsync(quick, small);
        Task<(JobResult Result, byte[] Pixels)>? overtaking = null;

        (_, byte[] overtaken) = await _service.Client.RunAsync(batch, large, progress: progress =>
        {
            if (progress.Stage == "denoise")
                overtaking ??= _service.Client.RunAsync(quick, small);
        });

        overtaken.ShouldBe(expected);
        (await overtaking.ShouldNotBeNull()).Pixels.ShouldBe(expectedQuick);
        alone.ModelHash.Length.ShouldBe(64);
        (alone.RecipeUsed.Model, alone.Scores).ShouldBe(("tiny-s3diff", new DegradationScores(0.7, 0.2)));
    }

    [Fact]
    public async Task Run_AnotherModelIsLoadedAtItsCheckpoint_BothStayUsable()
    {
        JobRequest batch =
            Samples.Request(200, 72, recipe: new Recipe { Model = "tiny-s3diff", Mode = "restore", Tile = 8, Blur = 0.7, Noise = 0.2 }) with
            {
                Priority = JobPriority.Batch,
            };
        JobRequest quick = Samples.Request(16, 16, recipe: new Recipe { Model = "tiny-addsr", Scale = 2, Steps = 2 });
        byte[] large = Samples.Pixels(batch), small = Samples.Pixels(quick);
        Task<(JobResult Result, byte[] Pixels)>? within = null;

        (_, byte[] suspended) = await _service.Client.RunAsync(batch, large, progress: progress =>
        {
            if (progress.Stage == "denoise")
                within ??= _service.Client.RunAsync(quick, small);
        });

        byte[] withinPixels = (await within.ShouldNotBeNull()).Pixels;
        (await _service.Client.RunAsync(quick, small)).Pixels.ShouldBe(withinPixels);
        (await _service.Client.RunAsync(batch, large)).Pixels.ShouldBe(suspended);
    }

    [Fact]
    public async Task Run_ManyJobs_LeaveNoTensorBehind()
    {
        JobRequest request = Samples.Request(20, 20, recipe: new Recipe { Scale = 2 });
        byte[] pixels = Samples.Pixels(request);
        await _service.Client.RunAsync(request, pixels);
        long? first = await CountAsync();

        for (int i = 0; i < 5; i++)
            await _service.Client.RunAsync(request with { Recipe = new Recipe { Scale = 2, Blur = i / 5.0 } }, pixels);

        (await CountAsync()).ShouldBe(first);
        ServiceHealth health = await _service.Client.HealthAsync();
        (health.Engine, health.Device, string.Join(',', health.ResidentModels)).ShouldBe(("real", "cpu", RecipeDefaults.Model));
    }

    [Fact]
    public async Task Estimate_ByAModelThatCannot_SaysWhatToDo()
    {
        JobRequest request = Samples.Request(20, 20, recipe: new Recipe { Model = "tiny-addsr" });

        using HttpResponseMessage refused = await _service.Client.PostJobAsync(
            request, Samples.Pixels(request), path: WireFormat.EstimatePath);

        ErrorResponse error = await WireClient.ReadErrorAsync(refused);
        error.Code.ShouldBe(ErrorCode.InvalidRequest);
        error.Remedy.ShouldNotBeNull().ShouldContain("S3Diff");
    }

    [Fact]
    public async Task Models_BuiltIn_IsDescribed()
    {
        ModelList models = await _service.Client.GetAsync(WireFormat.ModelsPath, ProtocolJson.Default.ModelList);

        ModelDescription model = models.Models.Single(model => model.Id == RecipeDefaults.Model);
        (model.Family, model.IsDefault, model.IsBuiltIn, model.Problem).ShouldBe(("s3diff", true, true, null));
        (model.Name.Length > 0 && model.Licence.Length > 0 && model.Bytes > 1_000_000).ShouldBeTrue();
    }

    // Counted after a job, by its thread: the last event may come a moment earlier.
    private async Task<long?> CountAsync()
    {
        await Patience.UntilAsync(async () => (await _service.Client.HealthAsync()).RunningJobs == 0);
        return (await _service.Client.HealthAsync()).LiveTensors;
    }
}
