namespace SrPlugin.Inference.Diffusion;

/// <summary>A network's number format changed under a running pass, because another job widened it: the pass must begin anew.</summary>
internal sealed class NumberFormatChangedException() : InvalidOperationException("A network's number format changed during a pass.");
