namespace SrPlugin.Inference.S3Diff;

/// <summary>The VAE's number format changed under a running pass, because another job widened it: the pass must begin anew.</summary>
internal sealed class NumberFormatChangedException() : InvalidOperationException("The VAE's number format changed during a pass.");
