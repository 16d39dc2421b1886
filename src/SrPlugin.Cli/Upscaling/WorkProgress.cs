namespace SrPlugin.Cli.Upscaling;

/// <summary>How far a picture is, whoever works on it.</summary>
/// <param name="Stage">What is being done, in the words of <see cref="SrPlugin.Protocol.StageNames"/>.</param>
/// <param name="Fraction">Share of the whole, 0…1.</param>
internal readonly record struct WorkProgress(string Stage, double Fraction);
