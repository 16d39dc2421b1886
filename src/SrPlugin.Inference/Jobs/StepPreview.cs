using SrPlugin.Imaging;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a model of several steps has made so far.</summary>
/// <param name="Image">[3, H, W], 0…1: from a model the whole picture it was given, from a job its selected region. Whoever is told may
/// keep it.</param>
/// <param name="Step">The step whose prediction it is, from 1.</param>
/// <param name="StepCount">Steps of the job.</param>
public sealed record StepPreview(PlanarImage Image, int Step, int StepCount);
