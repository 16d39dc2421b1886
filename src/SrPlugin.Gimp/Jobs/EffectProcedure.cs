using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Filters ▸ Enhance ▸ Super Resolution…, and the same with every setting for scripts.</summary>
/// <param name="arguments">The settings as arguments.</param>
/// <param name="effect">What is run.</param>
/// <param name="dialog">Who asks.</param>
/// <param name="last">Remembers settings.</param>
/// <param name="editor">Where the image is.</param>
internal sealed class EffectProcedure(
    ScriptArguments arguments, SuperResolution effect, ISettingsDialog dialog, LastSettings last, IEditor editor) : IProcedure
{
    private const int NoDrawable = -1;
    private const string FirstPreset = "photo-restore";

    /// <inheritdoc/>
    public string Name => "plug-in-srplugin";

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = "Restores or enlarges the selection with a diffusion model",
        Help =
            "Mode restore repairs blur, noise and compression inside the selection (without one: the whole layer) and keeps the size. "
                + "Pixels outside "




                            + "the selection and the alpha channel stay bit-identical, soft selections blend, and one undo brings "
                                + "everything back. Mode upscale makes the "




                            + "selection or the layer an image of its own, or enlarges the image with all its layers. Several selected "
                                + "layers are restored one after "
            + "another, as one undo step. The work is done by the SrPlugin service on this "




                            + "machine, which is started when it is needed. Shorter forms: srplugin-restore, srplugin-upscale; whole "
                                + "folders: srplugin-batch.",
        MenuLabel = "Super _Resolution...",
        MenuPath = "<Image>/Filters/Enhance",
        Arguments = arguments.Define(),
        Returns = [new(ArgumentKind.Image, "result", "The image that holds the result: the given one, or a new one")],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        var mode = (RunMode)call.Integer(0);
        IReadOnlyList<int> drawables = call.Integers(ScriptArguments.Drawable);
        EffectSettings? settings;
        switch (mode)
        {
            case RunMode.Interactive:
                // Looked at with the selection: what cannot be restored is said before the user has set anything.
                settings = dialog.Ask(
                    editor.Describe(drawables.Count > 0 ? drawables[0] : NoDrawable, ignoreSelection: false), last.Load() ?? First(),
                    First());
                if (settings is null)
                    return ProcedureOutcome.Cancelled;
                break;
            case RunMode.WithLastValues:
                settings = last.Load() ?? First();
                break;
            default:
                settings = arguments.Read(call);
                break;
        }

        AppliedEffect applied = effect.Apply(drawables, settings, JobPriority.Interactive);
        if (mode == RunMode.Interactive)
            last.Save(settings);
        if (mode != RunMode.NonInteractive && applied.Image != call.Integer(ScriptArguments.Image))
            editor.ShowImage(applied.Image);
        editor.Refresh();
        return ProcedureOutcome.Done(new ImageNumber(applied.Image));
    }

    private EffectSettings First() => arguments.Complete(FirstPreset, ResultTarget.Usual, new Recipe());
}
