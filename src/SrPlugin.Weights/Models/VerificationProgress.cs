namespace SrPlugin.Weights.Models;

/// <summary>How far the verification of a model has come.</summary>
/// <param name="File">The file being read, relative to the model's folder.</param>
/// <param name="CompletedBytes">Bytes read of all files.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
public sealed record VerificationProgress(string File, long CompletedBytes, long TotalBytes);
