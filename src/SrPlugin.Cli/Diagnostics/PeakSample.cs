namespace SrPlugin.Cli.Diagnostics;

/// <summary>How fast the machine ran one operator.</summary>
/// <param name="Name">The operator and its shape.</param>
/// <param name="GigaFlops">Billions of floating-point operations a second, best of the runs; a multiply-add counts two.</param>
internal sealed record PeakSample(string Name, double GigaFlops);
