namespace SrPlugin.Bench;

/// <summary>One stage of a measured job.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="GigaOperations">Billions of floating-point operations in convolutions, linear layers and attention; a multiply-add counts
/// two.</param>
/// <param name="GigaFlops">Those, each second.</param>
internal sealed record StageResult(string Name, double Seconds, double GigaOperations, double GigaFlops);
