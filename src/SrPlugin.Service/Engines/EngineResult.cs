using SrPlugin.Protocol;

namespace SrPlugin.Service.Engines;

/// <summary>What an engine made.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">With the request's channels and sample format.</param>
/// <param name="Scores">The scores used; null where the model knows none.</param>
/// <param name="Recipe">Every setting that was used.</param>
/// <param name="ModelHash">SHA-256 over the model's files.</param>
internal sealed record EngineResult(int Width, int Height, byte[] Pixels, DegradationScores? Scores, Recipe Recipe, string ModelHash);
