using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Restore for scripts, with a preset for everything.</summary>
/// <param name="arguments">Reads presets.</param>
/// <param name="effect">What is run.</param>
/// <param name="editor">Where the image is.</param>
internal sealed class RestoreProcedure(ScriptArguments arguments, SuperResolution effect, IEditor editor) : IProcedure
{
    /// <inheritdoc/>
    public string Name => "srplugin-restore";

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = "Restores the selection of a layer with a preset; the size stays",
        Help =
            "Works inside the selection, or on the whole layer without one. Everything outside and the alpha channel stay bit-identical; "
            + "one undo step. "
            + "Example: (srplugin-restore image drawable \"photo-restore\"). plug-in-srplugin takes every setting.",
        Arguments =
        [
            new(ArgumentKind.Image, "image", "The image"),
            new(ArgumentKind.Drawable, "drawable", "The layer, mask or channel to work on"),
            new(ArgumentKind.Text, "preset", "Name of a preset (srplugin-presets lists them); \"\" for defaults"),
        ],
        Returns =
        [
            new(ArgumentKind.Number, "blur", "The blur score that was used, 0 to 1; -1 where the model knows none"),
            new(ArgumentKind.Number, "noise", "The noise score that was used, 0 to 1; -1 where the model knows none"),
        ],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        EffectSettings settings = arguments.Complete(call.Text(2), ResultTarget.Usual, new Recipe { Mode = EffectSettings.Restore });
        AppliedEffect applied = effect.Apply([call.Integer(1)], settings, JobPriority.Interactive);
        editor.Refresh();
        return ProcedureOutcome.Done(applied.Result.Scores?.Blur ?? -1, applied.Result.Scores?.Noise ?? -1);
    }
}
