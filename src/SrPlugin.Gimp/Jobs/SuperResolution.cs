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
            throw new EffectException(
                "Several layers are selected, and only one can become a new image. Select one layer, or enlarge the whole image.");
        LayerPixels[] layers = [
            .. (isWhole ? drawables.Take(1) : drawables).Select(drawable => editor.Describe(drawable, ignoreSelection: isWhole))
        ];
        bool addsLayers = !isUpscale && (settings.ShowsChanges || settings.Target == ResultTarget.NewLayer);
        if (addsLayers && Array.Find(layers, layer => !layer.IsLayer) is { } other)
        {
            throw new EffectException(
                $"'{other.Name}' is a mask or a channel, above which no layer can lie. Restore it in place, without a layer that shows "
                    + $"what changes.");
        }

        editor.BeginProgress("Super Resolution");
        try
        {
            return isWhole ? EnlargeImage(layers[0], settings, priority)
                : isUpscale ? EnlargeToNewImage(layers[0], settings, priority)
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
        var changes = new List<Func<int>>();
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
                throw new InvalidDataException(
                    $"The service returned {result.Width}×{result.Height} pixels for a picture of "
                        + $"{job.Request.Width}×{job.Request.Height}.");
            byte[] restored = JobBuilder.CutSelection(job.Request, pixels.Span, layer.Channels * JobRequest.SizeOf(layer.SampleFormat));
            changes.Add(() => Write(layer, settings, restored, coverage));
            first ??= result;
        }

        editor.AsOneStep(layers[0].Image, () =>
        {
            int[] written = [.. changes.Select(change => change())];
            if (settings.ShowsChanges)
                editor.SelectLayers(layers[0].Image, written);
        });
        trace.Note("written");
        return new AppliedEffect(layers[0].Image, first!);
    }

    // Puts a result into its layer or above it. Returns the layer that it lies in.
    private int Write(LayerPixels layer, EffectSettings settings, byte[] restored, byte[] coverage)
    {
        PictureArea area = layer.Selected;
        byte[] before = settings.ShowsChanges ? editor.ReadPixels(layer, area) : [];
        if (settings.Target == ResultTarget.NewLayer)
        {
            byte[] mask = CoverageResizer.Resize(coverage, layer.SampleFormat, area.Width, area.Height, area.Width, area.Height);
            int added = editor.AddLayerAbove(layer, area, restored, mask);
            if (settings.ShowsChanges)
                editor.AddChangeMap(added, area with { X = 0, Y = 0 }, DrawChanges(layer, before, restored, area.Width, area.Height), mask);
            return added;
        }

        editor.ReplaceColors(layer, area, restored, coverage);

        // Read again: channels that are switched off keep their values.
        if (settings.ShowsChanges)
            editor.AddChangeMap(
                layer.Drawable, area, DrawChanges(layer, before, editor.ReadPixels(layer, area), area.Width, area.Height), default);
        return layer.Drawable;
    }

    // Where the selected part departs from the source, which is plainly enlarged first where its size is another.
    private static byte[] DrawChanges(LayerPixels layer, byte[] before, byte[] after, int width, int height) =>
        ChangeMap.Draw(
            PatchColors.Of(layer, layer.Selected.Width, layer.Selected.Height, before, showsSquares: false).Enlarge(width, height).Bytes,
            PatchColors.Of(layer, width, height, after, showsSquares: false).Bytes,
            PatchColors.Channels, SampleFormat.UInt8);

    private AppliedEffect EnlargeToNewImage(LayerPixels layer, EffectSettings settings, JobPriority priority)
    {
        EffectJob job = Build(layer, settings.Recipe, priority);

        // All of the selected rectangle is enlarged; its shape becomes a layer mask, which the user can still move.
        (JobResult result, ReadOnlyMemory<byte> pixels) = Run(job.WithoutMask(), 0, 1);
        byte[] mask = [];
        if (layer.HasSelection)
        {
            byte[] coverage = JobBuilder.CutSelection(job.Request, job.Coverage, JobRequest.SizeOf(layer.SampleFormat));
            mask = CoverageResizer.Resize(
                coverage, layer.SampleFormat, layer.Selected.Width, layer.Selected.Height, result.Width, result.Height);
        }

        (int image, int drawable) = editor.CreateImage(layer, result.Width, result.Height, pixels, mask);
        if (settings.ShowsChanges)
        {
            editor.AddChangeMap(
                drawable, new PictureArea(0, 0, result.Width, result.Height), DrawChanges(layer, job, result, pixels), mask);
            editor.SelectLayers(image, [drawable]);
        }

        trace.Note("written");
        return new AppliedEffect(image, result);
    }

    private static byte[] DrawChanges(LayerPixels layer, EffectJob job, JobResult result, ReadOnlyMemory<byte> pixels)
    {
        byte[] before = JobBuilder.CutSelection(job.Request, job.Pixels, layer.Channels * JobRequest.SizeOf(layer.SampleFormat));
        return DrawChanges(layer, before, pixels.ToArray(), result.Width, result.Height);
    }

    private AppliedEffect EnlargeImage(LayerPixels active, EffectSettings settings, JobPriority priority)
    {
        Recipe recipe = settings.Recipe;
        (int width, int height) = editor.SizeOf(active.Image);
        double scale = recipe.Scale ?? throw new ArgumentException("The recipe has no scale.", nameof(recipe));
        int newWidth = JobRules.Enlarged(width, scale), newHeight = JobRules.Enlarged(height, scale);
        if (Math.Max(newWidth, newHeight) > WireFormat.MaxSide)
            throw new EffectException(
                $"The image would have {newWidth}×{newHeight} pixels; GIMP and the service stop at {WireFormat.MaxSide}. Choose a smaller "
                    + $"scale.");

        IReadOnlyList<int> layers = editor.PixelLayers(active.Image);
        var contents = new List<(LayerPixels Layer, int Width, int Height, ReadOnlyMemory<byte> Pixels)>();
        var maps = new List<byte[]>();
        JobResult? newest = null;
        foreach (int drawable in layers)
        {
            LayerPixels layer = editor.Describe(drawable, ignoreSelection: true);
            EffectJob job = Build(layer, recipe, priority);
            (JobResult result, ReadOnlyMemory<byte> pixels) = Run(job, contents.Count, layers.Count);
            contents.Add((layer, result.Width, result.Height, pixels));
            if (settings.ShowsChanges)
                maps.Add(DrawChanges(layer, job, result, pixels));
            if (newest is null || drawable == active.Drawable)
                newest = result;
        }

        if (newest is null)
            throw new EffectException("This image has no layer with pixels of its own. Add one, or use Layer ▸ New from Visible.");
        try
        {
            editor.AsOneStep(active.Image, () =>
            {
                editor.EnlargeImage(active.Image, newWidth, newHeight, contents);
                foreach (((LayerPixels layer, int mapWidth, int mapHeight, _), byte[] map) in contents.Zip(maps))
                    editor.AddChangeMap(layer.Drawable, new PictureArea(0, 0, mapWidth, mapHeight), map, default);
                if (settings.ShowsChanges && active.IsLayer)
                    editor.SelectLayers(active.Image, [active.Drawable]);
            });
        }
        catch (Exception exception) when (FailureText.IsForeseen(exception) && editor.SizeOf(active.Image) == (newWidth, newHeight))
        {
            // GIMP lets no plug-in undo: the user must.
            throw new EffectException(
                $"{FailureText.Of(exception)} The image is enlarged already, but not all of its layers are restored. Undo (Ctrl+Z) brings "
                    + $"it back as it was.",
                exception);
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
