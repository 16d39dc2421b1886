using SrPlugin.Protocol;

namespace SrPlugin.Weights.Models;

/// <summary>No model has the wanted id, and no folder the wanted path.</summary>
public sealed class ModelNotFoundException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="model">What was asked for.</param>
    /// <param name="known">The ids that were found instead.</param>
    /// <param name="searched">Where was looked.</param>
    public ModelNotFoundException(string model, IReadOnlyList<string> known, IReadOnlyList<string> searched)
        : base(
            ErrorCode.ModelMissing,
            $"There is no model '{model}'. " +
               (known.Count > 0 ? $"Found: {string.Join(", ", known)}. " : "") +
               $"Looked in {string.Join(", ", searched)}. " +
               $"Name one of the models, give the path of a model's folder, or set {ModelStore.Variable} to the folder that holds the "
                   + $"models.")
    {
        Model = model;
        Known = known;
    }

    /// <summary>What was asked for.</summary>
    public string Model { get; }

    /// <summary>The ids that were found instead.</summary>
    public IReadOnlyList<string> Known { get; }
}
