using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Service.Engines;
using SrPlugin.Weights.Models;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.TestService;

/// <summary>
/// Bicubic resampling with faults on demand, for the tests of everything around the networks. Never touches the tensor library.
/// </summary>
/// <param name="behaviour">What it does to jobs.</param>
/// <param name="controls">The controls.</param>
/// <param name="modelsFolder">The folder whose models it lists beside its own; null for none.</param>
internal sealed class TestEngine(TestBehaviour behaviour, ControlManifest controls, string? modelsFolder = null) : IEngine
{
    /// <summary>Id of its own model.</summary>
    public const string ModelId = "test";

    private readonly ModelDescription _model = new()
    {
        Id = ModelId,
        Name = "Test engine",
        Description = "Bicubic resampling, with faults on demand.",
        Family = "s3diff",
        Licence = "Apache-2.0",
        IsDefault = true,
        IsBuiltIn = true,
    };

    private int _jobs;
    private volatile bool _isResident;

    public string Name => "test";

    public string Device => "cpu";

    public IReadOnlyList<string> ResidentModels => _isResident ? [ModelId] : [];

    public IReadOnlyList<ModelDescription> DescribeModels() => [_model with { IsResident = _isResident }, .. Installed()];

    // Any id will do, so that a host can be tested with the ids it will use; one with "missing" in it is missing.
    public ModelDescription Find(Recipe? recipe) =>
        recipe?.Model is { } id && id.Contains("missing", StringComparison.Ordinal)
            ? throw new ModelNotFoundException(id, [ModelId], [])
            : _model with { Id = recipe?.Model ?? ModelId };

    public JobOutcome Run(
        Recipe? recipe, JobPicture picture, IJobCheckpoint checkpoint, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        ModelDescription model = Find(recipe);
        Recipe complete = RecipeDefaults.Complete(recipe, model, controls);
        TestBehaviour own = behaviour.For(complete.Prompt, Interlocked.Increment(ref _jobs));
        _isResident = true;
        return JobRunner.Run(
            new BicubicRestorer(own), complete, picture, checkpoint, progress, cancellationToken) with { ModelHash = new string('0', 64) };
    }

    public DegradationScores Estimate(Recipe? recipe, JobPicture picture, CancellationToken cancellationToken) =>
        JobRunner.Estimate(new BicubicRestorer(behaviour), picture, cancellationToken);

    private IEnumerable<ModelDescription> Installed() => modelsFolder is null ? [] : new ModelStore([modelsFolder], modelsFolder).List()
        .Select(
            model =>
                _model with
                {
                    Id = model.Id,
                    Name = model.Manifest?.Name ?? model.Id,
                    Problem = model.Problem,
                    IsDefault = false,
                    IsBuiltIn = false,
                });

    public void Unload() => _isResident = false;

    public long CountTensors() => 0;

    public void Dispose()
    {
    }
}
