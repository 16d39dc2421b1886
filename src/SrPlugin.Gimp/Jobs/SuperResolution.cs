using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>
/// The effect: reads a layer, has the service restore or enlarge it, and only then, with the whole result in hand, changes the image. A
/// failure before that leaves everything as it was.
/// </summary>
/// <param name="editor">Where the image is.</param>
/// <param name="service">Who restores.</param>
/// <param name="trace">Notes times.</param>
internal sealed class SuperResolution(IEditor editor, IRestorationService service, Trace trace)
{
    private readonly JobBuilder _jobs = new(editor);

    /// <summary>Applies the effect to layers.</summary>
    /// <param name="drawables">The selected layers. The whole image is enlarged whichever they are.</param>
    /// <param name="settings">The user's settings.</param>
    /// <param name="priority">Whether somebody waits.</param>
    /// <returns>The image with the result, and what the service says of the first layer.</returns>
    /// <exception cref="EffectException">Thrown when the image does not allow it.</exception>
    /// <exception cref="IOException">Thrown when the service failed.</exception>
    public AppliedEffect Apply(IReadOnlyList<int> drawables, EffectSettings settings, JobPriority priority)
    {
        bool isUpscale = settings.Recipe.Mode == EffectSettings.Upscale;
        bool isWhole = isUpscale && settings.Target == ResultTarget.WholeImage;
        if (drawables.Count == 0)
            throw new EffectException("No layer is selected. Select a layer in the Layers dialog and run Super Resolution again.");
        if (isUpscale && !isWhole && drawables.Count > 1)
            throw new EffectException("Several layers are selected, and only one can become a new image. Select one layer, or enlarge the whole image.");
        LayerPixels[] layers = [.. (isWhole ? drawables.Take(1) : drawables).Select(drawable => editor.Describe(drawable, ignoreSelection: isWhole))];
        editor.BeginProgress("Super Resolution");
        try
        {
            return isWhole ? EnlargeImage(layers[0], settings.Recipe, priority)
                : isUpscale ? EnlargeToNewImage(layers[0], settings.Recipe, priority)
                : Restore(layers, settings, priority);
        }
        finally
        {
            editor.EndProgress();
        }
    }

    // Only when all of it is there, the image is changed.
    private AppliedEffect Restore(LayerPixels[] layers, EffectSettings settings, JobPriority priority)
    {
        var changes = new List<Action>();
        JobResult? first = null;
        foreach (LayerPixels layer in layers)
        {
            EffectJob job = Build(layer, settings.Recipe, priority);
            byte[] coverage = layer.HasSelection
                ? JobBuilder.CutSelection(job.Request, job.Coverage, JobRequest.SizeOf(layer.SampleFormat))
                : [];
            bool isNewLayer = settings.Target == ResultTarget.NewLayer;

            // A new layer has the selection's shape as its mask, which the user can still move.
            (JobResult result, ReadOnlyMemory<byte> pixels) = Run(isNewLayer ? job.WithoutMask() : job, changes.Count, layers.Length);
            if (result.Width != job.Request.Width || result.Height != job.Request.Height || pixels.Length != job.Pixels.Length)
                throw new InvalidDataException($"The service returned {result.Width}×{result.Height} pixels for a picture of {job.Request.Width}×{job.Request.Height}.");
            byte[] restored = JobBuilder.CutSelection(job.Request, pixels.Span, layer.Channels * JobRequest.SizeOf(layer.SampleFormat));
            PictureArea area = layer.Selected;
            changes.Add(isNewLayer
                ? () => editor.AddLayerAbove(layer, area, restored, CoverageResizer.Resize(coverage, layer.SampleFormat, area.Width, area.Height, area.Width, area.Height))
                : () => editor.ReplaceColors(layer, area, restored, coverage));
            first ??= result;
        }

        editor.AsOneStep(layers[0].Image, () => changes.ForEach(change => change()));
        trace.Note("written");
        return new AppliedEffect(layers[0].Image, first!);
    }

    private AppliedEffect EnlargeToNewImage(LayerPixels layer, Recipe recipe, JobPriority priority)
    {
        EffectJob job = Build(layer, recipe, priority);

        // All of the selected rectangle is enlarged; its shape becomes a layer mask, which the user can still move.
        (JobResult result, ReadOnlyMemory<byte> pixels) = Run(job.WithoutMask(), 0, 1);
        byte[] mask = [];
        if (layer.HasSelection)
        {
            byte[] coverage = JobBuilder.CutSelection(job.Request, job.Coverage, JobRequest.SizeOf(layer.SampleFormat));
            mask = CoverageResizer.Resize(coverage, layer.SampleFormat, layer.Selected.Width, layer.Selected.Height, result.Width, result.Height);
        }

        (int image, _) = editor.CreateImage(layer, result.Width, result.Height, pixels, mask);
        trace.Note("written");
        return new AppliedEffect(image, result);
    }

    private AppliedEffect EnlargeImage(LayerPixels active, Recipe recipe, JobPriority priority)
    {
        (int width, int height) = editor.SizeOf(active.Image);
        double scale = recipe.Scale ?? throw new ArgumentException("The recipe has no scale.", nameof(recipe));
        int newWidth = JobRules.Enlarged(width, scale), newHeight = JobRules.Enlarged(height, scale);
        if (Math.Max(newWidth, newHeight) > WireFormat.MaxSide)
            throw new EffectException($"The image would have {newWidth}×{newHeight} pixels; GIMP and the service stop at {WireFormat.MaxSide}. Choose a smaller scale.");

        IReadOnlyList<int> layers = editor.PixelLayers(active.Image);
        var contents = new List<(LayerPixels, int, int, ReadOnlyMemory<byte>)>();
        JobResult? newest = null;
        foreach (int drawable in layers)
        {
            LayerPixels layer = editor.Describe(drawable, ignoreSelection: true);
            (JobResult result, ReadOnlyMemory<byte> pixels) = Run(Build(layer, recipe, priority), contents.Count, layers.Count);
            contents.Add((layer, result.Width, result.Height, pixels));
            if (newest is null || drawable == active.Drawable)
                newest = result;
        }

        if (newest is null)
            throw new EffectException("This image has no layer with pixels of its own. Add one, or use Layer ▸ New from Visible.");
        try
        {
            editor.EnlargeImage(active.Image, newWidth, newHeight, contents);
        }
        catch (Exception exception) when (FailureText.IsForeseen(exception) && editor.SizeOf(active.Image) == (newWidth, newHeight))
        {
            // GIMP lets no plug-in undo: the user must.
            throw new EffectException($"{FailureText.Of(exception)} The image is enlarged already, but not all of its layers are restored. Undo (Ctrl+Z) brings it back as it was.", exception);
        }

        trace.Note("written");
        return new AppliedEffect(active.Image, newest);
    }

    private EffectJob Build(LayerPixels layer, Recipe recipe, JobPriority priority)
    {
        EffectJob job = _jobs.Build(layer, layer.Selected, recipe, priority);
        trace.Note("read");
        return job;
    }

    private (JobResult Result, ReadOnlyMemory<byte> Pixels) Run(EffectJob job, int index, int count)
    {
        UpscaleResult result = ForegroundWait.Run(
            progress => service.RunAsync(job, progress, CancellationToken.None),
            news => editor.ReportProgress(ProgressText.Of(news), (index + (news.Percent / 100)) / count));
        trace.Note("restored", result.Details.Seconds);
        return (result.Details, result.Pixels);
    }
}
