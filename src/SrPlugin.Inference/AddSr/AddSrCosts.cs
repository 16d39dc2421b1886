using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.AddSr;

/// <summary>
/// What a run usually costs, stage by stage: the measure of its progress. Every step costs ControlNet and UNet; a step that is refined
/// costs one decode and one look at the picture more.
/// </summary>
internal static class AddSrCosts
{
    // Seconds of real-size runs on a CPU, for 64×64 latent cells where the size counts.
    private const double Cells = 64 * 64;
    private const double Look = 2.9;
    private const double Prompt = 0.5;
    private const double Encoding = 5.9;
    private const double Control = 3.3;
    private const double Prediction = 8.4;
    private const double Decoding = 10.7;

    /// <summary>Share of the whole for what stands before and after the networks.</summary>
    private const double Prepare = 0.005, Finish = 0.015;

    /// <summary>The parts of a run, in the order they run.</summary>
    /// <param name="options">The run's settings.</param>
    /// <param name="cells">Cells of the latent.</param>
    /// <param name="tiles">Tiles of the latent.</param>
    /// <param name="tileCells">Cells of a tile.</param>
    public static IReadOnlyList<StageCost> Of(AddSrOptions options, long cells, int tiles, long tileCells)
    {
        double size = cells / Cells, tile = tileCells / Cells * (options.GuidanceScale > 1 ? 2 : 1);
        bool refines = options.SelfRefinementWeight > 0;
        var parts = new List<StageCost>
        {
            new(JobStage.Tag, 0, 0, Look),
            new(JobStage.EncodePrompts, 0, 0, Prompt * (options.GuidanceScale > 1 ? 2 : 1)),
        };
        if (options.Start == AddSrStart.Source)
            parts.Add(new(JobStage.Encode, 0, 0, Encoding * size));
        for (int step = 0; step < options.StepCount; step++)
        {
            for (int part = 0; part < tiles; part++)
            {
                parts.Add(new(JobStage.Control, step, part, Control * tile));
                parts.Add(new(JobStage.Denoise, step, part, Prediction * tile));
            }

            bool isLast = step == options.StepCount - 1;
            if (isLast || refines)
                parts.Add(new(JobStage.Decode, step, 0, Decoding * size));
            if (!isLast && refines)
                parts.Add(new(JobStage.Tag, step + 1, 0, Look));
        }

        double total = parts.Sum(part => part.Cost) / (1 - Prepare - Finish);
        return [new(JobStage.Prepare, 0, 0, Prepare * total), .. parts, new(JobStage.Finish, 0, 0, Finish * total)];
    }
}
