namespace SrPlugin.Trainer.Data;

/// <summary>How large a batch is.</summary>
/// <param name="Count">Samples.</param>
/// <param name="CropSize">Side of the high-resolution crops, pixels.</param>
/// <param name="GroupSize">Samples that share one pair of scores.</param>
internal readonly record struct BatchShape(int Count, int CropSize, int GroupSize);
