using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;
using SrPlugin.Service.Options;
using SrPlugin.Weights.Models;
using TorchSharp;

namespace SrPlugin.Service.Engines;

/// <summary>The networks. Models come into memory with the first job that asks for them and stay until nobody does.</summary>
internal sealed class RealEngine : IEngine
{
    private readonly ModelStore _store;
    private readonly ServiceOptions _options;
    private readonly ResidentModels _resident;

    public RealEngine(ServiceOptions options)
    {
        _options = options;
        _store = ModelStore.CreateDefault(options.ModelsFolder);
        _resident = new ResidentModels(options.Device, (long)options.MemoryReserve << 20);
    }

    public string Name => "real";

    public string Device => _resident.DeviceName ?? _options.Device.ToString();

    public IReadOnlyList<string> ResidentModels => _resident.Ids;

    public IReadOnlyList<ModelDescription> DescribeModels() =>
        [.. _store.List().Select(model => Describe(model.Id, model.Manifest) with { Problem = model.Problem })];

    public ModelDescription Find(Recipe? recipe)
    {
        ModelFolder folder = Open(recipe);
        return Describe(folder.Id, folder.Manifest);
    }

    public EngineResult Run(EngineJob job, IProgress<EngineProgress> progress, CancellationToken cancellationToken)
    {
        ModelFolder folder = Open(job.Request.Recipe);
        Recipe recipe = RecipeMapping.Complete(job.Request.Recipe, Describe(folder.Id, folder.Manifest));
        progress.Report(new EngineProgress(StageWords.Loading, 0, 1, 0));
        using ResidentModels.Use model = _resident.Borrow(folder, RecipeMapping.ToPrecision(recipe), cancellationToken);
        return PictureRun.Run(model.Restorer, job, recipe, model.Hash, progress, cancellationToken);
    }

    public DegradationScores Estimate(EngineJob job, CancellationToken cancellationToken)
    {
        ModelFolder folder = Open(job.Request.Recipe);
        using ResidentModels.Use model = _resident.Borrow(folder, ComputePrecision.Auto, cancellationToken);
        return PictureRun.Estimate(model.Restorer, job, cancellationToken);
    }

    public void Unload() => _resident.Clear();

    public long CountTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public void Dispose() => _resident.Clear();

    private ModelFolder Open(Recipe? recipe) => _store.Open(recipe?.Model ?? _options.DefaultModel);

    private ModelDescription Describe(string id, ModelManifest? manifest) => new()
    {
        Id = id,
        Name = manifest?.Name ?? id,
        Description = manifest?.Description ?? "",
        Family = manifest?.Pipeline ?? "s3diff",
        Licence = manifest?.Licence.Name ?? "",
        LicenceTerms = manifest?.Licence.Terms ?? "",
        Bytes = manifest?.Files.Sum(file => file.Size) ?? 0,
        Defaults = RecipeMapping.ToDefaults(manifest?.Configuration),
        IsDefault = id == _options.DefaultModel,
        IsResident = _resident.Ids.Contains(id),
    };
}
