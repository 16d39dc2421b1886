using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Service.Options;
using SrPlugin.Weights.Models;
using TorchSharp;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Service.Engines;

/// <summary>The networks. Models come into memory with the first job that asks for them and stay until nobody does.</summary>
internal sealed class RealEngine : IEngine
{
    private static readonly string _builtInFolder = Path.Combine(AppContext.BaseDirectory, "models");

    private readonly ModelStore _store;
    private readonly ServiceOptions _options;
    private readonly ControlManifest _controls;
    private readonly ResidentModels _resident;

    public RealEngine(ServiceOptions options, ControlManifest controls)
    {
        _options = options;
        _controls = controls;
        _store = ModelStore.CreateDefault(options.ModelsFolder);
        _resident = new ResidentModels(
            (long)options.MemoryReserve << 20,
            (folder, precision, cancellationToken) =>
                RestorationModelLoader.Load(folder, options.ComputeDevice, precision, cancellationToken));
    }

    public string Name => "real";

    public string Device => _resident.DeviceName ?? _options.Device;

    public IReadOnlyList<string> ResidentModels => _resident.Ids;

    public IReadOnlyList<ModelDescription> DescribeModels() =>
        [.. _store.List().Select(model => Describe(model.Id, model.Manifest, FamilyOf(model)) with
        {
            Problem = model.Problem,
            IsBuiltIn = Path.GetDirectoryName(model.Directory) == _builtInFolder,
        })];

    public ModelDescription Find(Recipe? recipe)
    {
        ModelFolder folder = Open(recipe);
        return Describe(folder.Id, folder.Manifest, folder.Pipeline);
    }

    public JobOutcome Run(
        Recipe? recipe, JobPicture picture, IJobCheckpoint checkpoint, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        ModelFolder folder = Open(recipe);
        Recipe complete = Complete(recipe, folder);
        progress.Report(new JobProgress(JobStage.Load, 0, 1, 0));
        return InScopeOfItsOwn(() => _resident.Use(
            folder, RecipeMapping.PrecisionOf(complete), isAnyPrecision: false,
            (model, hash) => JobRunner.Run(model, complete, picture, checkpoint, progress, cancellationToken) with { ModelHash = hash },
            cancellationToken));
    }

    public DegradationScores Estimate(Recipe? recipe, JobPicture picture, CancellationToken cancellationToken)
    {
        ModelFolder folder = Open(recipe);

        // The estimator computes the same whatever the precision: no second copy of the weights for it.
        return InScopeOfItsOwn(() => _resident.Use(
            folder, RecipeMapping.PrecisionOf(Complete(recipe, folder)), isAnyPrecision: true,
            (model, _) => JobRunner.Estimate(model, picture, cancellationToken), cancellationToken));
    }

    public void Unload() => _resident.Clear();

    public long CountTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public void Dispose() => _resident.Clear();

    // A job that runs at another one's checkpoint finds that one's dispose scope open. What it leaves behind on purpose (a loaded model's
    // weights, cached prompts) must not be freed with that scope.
    private static T InScopeOfItsOwn<T>(Func<T> run)
    {
        TensorLibrary.Load();
        using DisposeScope scope = torch.NewDisposeScope();
        try
        {
            return run();
        }
        finally
        {
            scope.Detach(scope.DisposablesView.ToArray());
        }
    }

    private Recipe Complete(Recipe? recipe, ModelFolder folder) =>
        RecipeDefaults.Complete(recipe, Describe(folder.Id, folder.Manifest, folder.Pipeline), _controls);

    private ModelFolder Open(Recipe? recipe) => _store.Open(recipe?.Model ?? _options.DefaultModel);

    // A folder that cannot be opened has its problem told instead.
    private static string FamilyOf(InstalledModel model) =>
        model.Manifest?.Pipeline ?? (model.Problem is null ? ModelFolder.Open(model.Directory).Pipeline : "s3diff");

    private ModelDescription Describe(string id, ModelManifest? manifest, string family) => new()
    {
        Id = id,
        Name = manifest?.Name ?? id,
        Description = manifest?.Description ?? "",
        Family = family,
        Licence = manifest?.Licence.Name ?? "",
        LicenceTerms = manifest?.Licence.Terms ?? "",
        Bytes = manifest?.Files.Sum(file => file.Size) ?? 0,
        Defaults = RecipeMapping.DefaultsOf(manifest?.Configuration),
        IsDefault = id == _options.DefaultModel,
        IsResident = _resident.Ids.Contains(id),
    };
}
