using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Shows a part of a layer as it is, and as the effect would make it.</summary>
/// <param name="layer">The layer.</param>
/// <param name="editor">The editor that holds it.</param>
/// <param name="service">The inference service.</param>
internal sealed class PatchRestorer(LayerPixels layer, IEditor editor, IRestorationService service)
{
    private readonly JobBuilder _jobs = new(editor);

    /// <summary>Gets the layer.</summary>
    public LayerPixels Layer => layer;

    /// <summary>Gets a patch as it is, at the size of the result. Called on the editor's thread.</summary>
    public PatchColors Before(PreviewPatch patch) =>
        PatchColors.Of(layer, patch.Seen.Width, patch.Seen.Height, editor.ReadPixels(layer, patch.Seen)).Enlarge(patch.Width, patch.Height);

    /// <summary>Makes the job for a patch. Called on the editor's thread.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="recipe">The settings.</param>
    /// <param name="margin">The number of pixels around the computed part that the networks see in addition.</param>
    /// <exception cref="EffectException">Thrown when the selection covers nothing of it.</exception>
    public EffectJob Build(PreviewPatch patch, Recipe recipe, int margin = JobBuilder.ContextMargin)
    {
        EffectJob job = _jobs.Build(layer, patch.Computed, recipe, JobPriority.Interactive, margin);
        return recipe.Mode == EffectSettings.Restore ? job : job.WithoutMask();
    }

    /// <summary>Runs the job of a patch.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="job">Its job.</param>
    /// <param name="before">The patch as it is.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    /// <returns>The patch as the effect would make it, and the samples of the computed part.</returns>
    /// <exception cref="ServiceException">Thrown when the service failed.</exception>
    public async Task<(PatchColors After, byte[] Samples)> RunAsync(
        PreviewPatch patch, EffectJob job, PatchColors before, CancellationToken cancellationToken)
    {
        UpscaleResult result = await service.RunAsync(job, null, cancellationToken).ConfigureAwait(false);
        bool isRestored = job.Request.Recipe?.Mode == EffectSettings.Restore;
        byte[] samples = isRestored
            ? JobBuilder.CutSelection(job.Request, result.Pixels, layer.Channels * JobRequest.SizeOf(layer.SampleFormat))
            : result.Pixels;
        (int width, int height) = isRestored
            ? (patch.Computed.Width, patch.Computed.Height)
            : (result.Details.Width, result.Details.Height);
        (int left, int top) = patch.Corner;
        return (before.With(PatchColors.Of(layer, width, height, samples), left, top), samples);
    }
}
