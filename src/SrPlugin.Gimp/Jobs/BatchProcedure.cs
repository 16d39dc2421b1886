using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Whole folders for scripts.</summary>
/// <param name="arguments">Reads presets.</param>
/// <param name="batch">What is run.</param>
internal sealed class BatchProcedure(ScriptArguments arguments, BatchRun batch) : IProcedure
{
    /// <inheritdoc/>
    public string Name => "srplugin-batch";

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = "Restores or enlarges many files with a preset",
        Help =
            "Opens each file, applies the preset to all of it and saves it under its own name in the folder, which is made when it is not "
                + "there. Files that are "




                            + "there already are skipped, so that a broken-off run can be repeated. A damaged file is reported and the "
                                + "others go on. One line a file is printed. "




                            + "When files failed, the procedure fails after the last one and names them; packaging/gimp/batch.sh turns "
                                + "that into a shell's exit status. "
            + "Example: gimp -i -b '(srplugin-batch \"in/*.jpg\" \"out\" \"photo-restore\")' -b '(gimp-quit 0)'.",
        Arguments =
        [
            new(ArgumentKind.Text, "files", "A file, a folder, or a folder with a pattern such as \"in/*.jpg\""),
            new(ArgumentKind.Text, "folder", "Where the results go"),
            new(ArgumentKind.Text, "preset", "Name of a preset (srplugin-presets lists them)"),
        ],
        Returns =
        [
            new(ArgumentKind.Integer, "failed", "How many files failed: 0, or the procedure would have failed"),
            new(ArgumentKind.Integer, "done", "How many files were made"),
            new(ArgumentKind.Integer, "skipped", "How many files were there already"),
            new(ArgumentKind.Texts, "report", "A line for each file"),
        ],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        EffectSettings settings = arguments.Complete(call.Text(2), ResultTarget.WholeImage, new Recipe());
        BatchReport report = batch.Run(call.Text(0), call.Text(1), settings);
        return report.Failures.Count == 0
            ? ProcedureOutcome.Done(0, report.Done, report.Skipped, report.Lines)
            : ProcedureOutcome.Failed(report.Summary);
    }
}
