using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>The degradation scores of a selection, for scripts.</summary>
/// <param name="editor">Where the image is.</param>
/// <param name="service">Who estimates.</param>
internal sealed class EstimateProcedure(IEditor editor, IRestorationService service) : IProcedure
{
    private readonly JobBuilder _jobs = new(editor);

    /// <inheritdoc/>
    public string Name => "srplugin-estimate";

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = "Estimates how blurred and noisy the selection of a layer is",
        Help = "The scores are those that plug-in-srplugin uses when blur and noise are left automatic. Nothing is changed.",
        Arguments =
        [
            new(ArgumentKind.Image, "image", "The image"),
            new(ArgumentKind.Drawable, "drawable", "The layer to look at"),
        ],
        Returns =
        [
            new(ArgumentKind.Number, "blur", "0 (sharp) to 1 (very blurred)"),
            new(ArgumentKind.Number, "noise", "0 (clean) to 1 (very noisy)"),
        ],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        LayerPixels layer = editor.Describe(call.Integer(1), ignoreSelection: false);
        EffectJob job = _jobs.Build(layer, layer.Selected, new Recipe(), JobPriority.Interactive);
        DegradationScores scores = ForegroundWait.Run(_ => service.EstimateAsync(job, CancellationToken.None), _ => { });
        return ProcedureOutcome.Done(scores.Blur, scores.Noise);
    }
}
