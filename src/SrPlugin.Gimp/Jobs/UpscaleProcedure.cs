using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Upscale for scripts, with a preset for everything but the factor.</summary>
/// <param name="arguments">Reads presets.</param>
/// <param name="effect">What is run.</param>
/// <param name="editor">Where the image is.</param>
internal sealed class UpscaleProcedure(ScriptArguments arguments, SuperResolution effect, IEditor editor) : IProcedure
{
    /// <inheritdoc/>
    public string Name => "srplugin-upscale";

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = "Enlarges a layer, its selection or the whole image with a preset",
        Help =
            "\"new-image\" makes the selected rectangle (without a selection: the layer) an image of its own; a selection of another shape "
            + "becomes its layer mask. "
            + "\"whole-image\" enlarges the image with everything in it as one undo step; text layers are enlarged by GIMP. "
            + "Example: (srplugin-upscale image drawable \"maximum-detail\" 4 \"new-image\").",
        Arguments =
        [
            new(ArgumentKind.Image, "image", "The image"),
            new(ArgumentKind.Drawable, "drawable", "The layer to enlarge"),
            new(ArgumentKind.Text, "preset", "Name of a preset (srplugin-presets lists them); \"\" for defaults"),
            new(ArgumentKind.Number, "scale", "How many times wider and higher, 1 to 8; 0 for the preset's") { Minimum = 0, Maximum = 8 },
            new(ArgumentKind.Text, "target", "\"new-image\" or \"whole-image\""),
        ],
        Returns = [new(ArgumentKind.Image, "result", "The image that holds the result")],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        var recipe = new Recipe { Mode = EffectSettings.Upscale, Scale = call.Number(3) is var scale && scale == 0 ? null : scale };
        EffectSettings settings = arguments.Complete(call.Text(2), ScriptArguments.ReadTarget(call.Text(4)), recipe);
        AppliedEffect applied = effect.Apply([call.Integer(1)], settings, JobPriority.Interactive);
        editor.Refresh();
        return ProcedureOutcome.Done(new ImageNumber(applied.Image));
    }
}
