using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;

namespace SrPlugin.Trainer.Pictures;

/// <summary>A square picture in the making: leaves are laid over what is already there.</summary>
internal sealed class LeafCanvas(int size)
{
    /// <summary>RGB, nominally 0…1, not yet clamped.</summary>
    public PlanarImage Image { get; } = new(3, size, size);

    public void Fill(LeafPaint paint)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                Blend(x, y, 1, paint.At(x - (size / 2), y - (size / 2)));
        }
    }

    /// <summary>Lays one leaf; <paramref name="softness"/> is the width of its edge in pixels.</summary>
    public void Lay(LeafShape shape, LeafPaint paint, float centreX, float centreY, float softness, float opacity = 1)
    {
        var reach = shape.Reach + softness;
        var left = Math.Max(0, (int)MathF.Floor(centreX - reach));
        var right = Math.Min(size - 1, (int)MathF.Ceiling(centreX + reach));
        var top = Math.Max(0, (int)MathF.Floor(centreY - reach));
        var bottom = Math.Min(size - 1, (int)MathF.Ceiling(centreY + reach));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var cover = 0.5f - (shape.Distance(x - centreX, y - centreY) / softness);
                if (cover > 0)
                    Blend(x, y, opacity * Math.Min(cover, 1), paint.At(x - centreX, y - centreY));
            }
        }
    }

    /// <summary>Puts everything laid so far out of focus.</summary>
    public void Defocus(float sigma) => GaussianBlur.Apply(Image, sigma, sigma);

    private void Blend(int x, int y, float cover, (float R, float G, float B) color)
    {
        var plane = size * size;
        var data = Image.Data;
        var at = (y * size) + x;
        data[at] += cover * (color.R - data[at]);
        data[at + plane] += cover * (color.G - data[at + plane]);
        data[at + (2 * plane)] += cover * (color.B - data[at + (2 * plane)]);
    }
}
