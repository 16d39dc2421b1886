using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Service.Engines;
using SrPlugin.Weights.Models;

namespace SrPlugin.Service.Tests.Engines;

public sealed class ResidentModelsTests
{
    private static readonly ModelFolder _first = Open("tiny-s3diff"), _second = Open("tiny-addsr");

    private readonly List<Loaded> _loaded = [];
    private readonly ResidentModels _models;

    public ResidentModelsTests() => _models = new ResidentModels(0, (folder, precision, _) =>
    {
        var model = new Loaded(folder.Id, precision);
        _loaded.Add(model);
        return model;
    });

    [Fact]
    public void Use_MemoryRunsOut_IdleModelsMakeRoomAndItIsTriedAgain()
    {
        Run(_first, _ => "idle");
        int tries = 0;

        string made = Run(_second, model => ++tries == 1 ? throw new OutOfDeviceMemoryException("cuda:0", "a tile") : model.Name);

        made.ShouldBe("tiny-addsr");
        _loaded.Select(model => model.IsDisposed).ShouldBe([true, false]);
        _models.Ids.ShouldBe(["tiny-addsr"]);
    }

    [Fact]
    public void Use_MemoryRunsOutAndNobodyCanMakeRoom_Throws()
    {
        int tries = 0;

        Should.Throw<OutOfDeviceMemoryException>(
            () => Run(_first, _ => ++tries > 0 ? throw new OutOfDeviceMemoryException("cuda:0", "a tile") : ""));

        tries.ShouldBe(1);
        _models.Ids.ShouldBe(["tiny-s3diff"]);
    }

    [Fact]
    public void Use_MemoryRunsOutWhileAnOvertakenJobWaits_ItsModelStays()
    {
        Run(_first, _ => Should.Throw<OutOfMemoryException>(() => Run(_second, _ => throw new OutOfMemoryException())).Message);

        _loaded.ShouldAllBe(model => !model.IsDisposed);
    }

    [Fact]
    public void Use_LoadingRunsOutOfMemory_IdleModelsMakeRoom()
    {
        Run(_first, _ => "idle");
        int loads = 0;
        var models = new ResidentModels(0, (folder, precision, _) =>
        {
            loads++;
            return loads == 2 ? throw new OutOfMemoryException("CUDA out of memory") : new Loaded(folder.Id, precision);
        });
        models.Use(_first, ComputePrecision.Auto, false, (_, _) => "idle", CancellationToken.None);

        models.Use(_second, ComputePrecision.Auto, false, (_, _) => "done", CancellationToken.None).ShouldBe("done");

        models.Ids.ShouldBe(["tiny-addsr"]);
    }

    [Fact]
    public void Use_AnyPrecisionWillDo_TakesTheOneInMemory()
    {
        Run(_first, _ => "fp32", ComputePrecision.Float32);

        _models.Use(_first, ComputePrecision.Auto, isAnyPrecision: true, (model, _) => ((Loaded)model).Precision, CancellationToken.None)
            .ShouldBe(ComputePrecision.Float32);
        _loaded.Count.ShouldBe(1);
        Run(_first, model => model.Precision.ToString()).ShouldBe("Auto");
        _loaded.Count.ShouldBe(2);
    }

    private string Run(ModelFolder folder, Func<Loaded, string> work, ComputePrecision precision = ComputePrecision.Auto) =>
        _models.Use(folder, precision, isAnyPrecision: false, (model, _) => work((Loaded)model), CancellationToken.None);

    private static ModelFolder Open(string id) => ModelStore.CreateDefault().Open(id);

    private sealed class Loaded(string name, ComputePrecision precision) : IRestorationModel
    {
        public string Name => name;

        public ComputePrecision Precision => precision;

        public bool IsDisposed { get; private set; }

        public string DeviceName => "test";

        public int CachedPromptCount => 0;

        public long? MemoryBudget { get; set; }

        public int BytesPerPixel => 24;

        public int NativeFactor => 4;

        public int RestoreFactor => 1;

        public RestorerOptions DefaultOptions => new S3DiffOptions();

        public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken) => default;

        public RestoredImage Restore(
            PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint,
            IProgress<JobProgress>? progress,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;
    }
}
