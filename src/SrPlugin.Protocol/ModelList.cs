namespace SrPlugin.Protocol;

/// <summary>The models of a service.</summary>
/// <param name="Models">By id.</param>
public sealed record ModelList(IReadOnlyList<ModelDescription> Models);
