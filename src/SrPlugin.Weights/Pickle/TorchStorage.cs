namespace SrPlugin.Weights.Pickle;

/// <summary>What a persistent id stands for: a storage record, or (in very old files) a part of one.</summary>
/// <param name="Record">The stored elements.</param>
/// <param name="First">Index of the first element of the part.</param>
/// <param name="Count">Elements in the part.</param>
internal sealed record TorchStorage(StorageRecord Record, long First, long Count);
