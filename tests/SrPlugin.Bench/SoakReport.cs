namespace SrPlugin.Bench;

/// <summary>What many jobs in a row left behind.</summary>
/// <param name="Jobs">Their number.</param>
/// <param name="MiBAfterTen">Resident memory after the tenth.</param>
/// <param name="MiBAtEnd">Resident memory after the last.</param>
/// <param name="GrowthMiB">The difference.</param>
/// <param name="LiveTensorGrowth">Tensors alive after the last beyond those after the tenth.</param>
internal sealed record SoakReport(int Jobs, double MiBAfterTen, double MiBAtEnd, double GrowthMiB, long LiveTensorGrowth);
