using SrPlugin.Protocol;

namespace SrPlugin.Service.Engines;

/// <summary>How far a job is.</summary>
/// <param name="Stage">In the words of the wire.</param>
/// <param name="Completed">Finished units of the stage.</param>
/// <param name="Total">Units of the stage.</param>
/// <param name="Fraction">Share of the job, 0…1.</param>
/// <param name="Preview">A new intermediate picture; null with most reports.</param>
internal readonly record struct EngineProgress(string Stage, int Completed, int Total, double Fraction, JobPreview? Preview = null);
