using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Makes jobs out of layers.</summary>
/// <param name="editor">Where the layers are.</param>
internal sealed class JobBuilder(IEditor editor)
{
    /// <summary>Pixels around the selection that the networks see in addition.</summary>
    public const int ContextMargin = 64;

    /// <summary>A job on a part of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="area">The part; context around it is added.</param>
    /// <param name="recipe">The settings.</param>
    /// <param name="priority">Whether somebody waits.</param>
    /// <param name="margin">The number of pixels around the part.</param>
    /// <exception cref="EffectException">The selection covers nothing of it, or it is too large to send.</exception>
    public EffectJob Build(LayerPixels layer, PictureArea area, Recipe recipe, JobPriority priority, int margin = ContextMargin)
    {
        PictureArea seen = area.WithContext(margin, layer.Width, layer.Height);
        var request = new JobRequest
        {
            Width = seen.Width,
            Height = seen.Height,
            Channels = layer.Channels,
            SampleFormat = layer.SampleFormat,
            HasMask = layer.HasSelection,
            MaskFormat = layer.HasSelection ? layer.SampleFormat : null,
            Selection = area with { X = area.X - seen.X, Y = area.Y - seen.Y },
            Recipe = recipe,
            Priority = priority,
        };
        if (request.PixelBytes > WireFormat.MaxPictureBytes || Math.Max(seen.Width, seen.Height) > WireFormat.MaxSide)
            throw new EffectException(
                $"{seen.Width}×{seen.Height} pixels are more than one job can take. Select a part of the layer and restore the parts one "
                    + $"after another.");
        byte[] coverage = layer.HasSelection ? editor.ReadSelection(layer, seen) : [];
        if (layer.HasSelection && !coverage.AsSpan().ContainsAnyExcept((byte)0))
            throw new EffectException(
                "The selection covers no pixel of this layer. Select a part of it, or choose Select ▸ None to work on all of it.");
        return new EffectJob(request, editor.ReadPixels(layer, seen), coverage);
    }

    /// <summary>Cuts the selected area out of a picture, or a mask, of a job's size.</summary>
    public static byte[] CutSelection(JobRequest request, ReadOnlySpan<byte> rows, int bytesPerPixel)
    {
        PictureArea area = request.Selection ?? new PictureArea(0, 0, request.Width, request.Height);
        byte[] cut = GC.AllocateUninitializedArray<byte>(area.Width * area.Height * bytesPerPixel);
        int stride = request.Width * bytesPerPixel, cutStride = area.Width * bytesPerPixel;
        for (int y = 0; y < area.Height; y++)
            rows.Slice(((area.Y + y) * stride) + (area.X * bytesPerPixel), cutStride).CopyTo(cut.AsSpan(y * cutStride));
        return cut;
    }
}
