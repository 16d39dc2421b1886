using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// Differentiable augmentation (Zhao et al. 2020) of what a discriminator sees: colours, then a shift with zeros moving in, then a
/// rectangle of zeros.
/// </summary>
internal static class ImageAugmentation
{
    /// <summary>Augments pictures.</summary>
    /// <param name="image">[N, 3, H, W] in −1…1.</param>
    /// <param name="draws">For every picture.</param>
    /// <returns>As large, differentiable; fresh.</returns>
    public static Tensor Apply(Tensor image, AugmentationDraws draws)
    {
        using var scope = NewDisposeScope();
        var x = image;
        if (draws is { Brightness: { } brightness, Saturation: { } saturation, Contrast: { } contrast })
        {
            x = x.Plus(PerPicture(brightness, x).Plus(-0.5));
            x = Stretch(x, x.mean([1L], true), PerPicture(saturation, x).Times(2));
            x = Stretch(x, x.mean([1L, 2L, 3L], true), PerPicture(contrast, x).Plus(0.5));
        }

        x = cat([.. draws.Up.Select((up, i) => Shift(x.narrow(0, i, 1), up, draws.Left[i]))], 0);
        return (x * Mask(x, draws)).MoveToOuterDisposeScope();
    }

    private static Tensor Stretch(Tensor x, Tensor middle, Tensor factor) => ((x - middle) * factor).Plus(middle);

    private static Tensor Shift(Tensor x, long up, long left)
    {
        var (height, width) = (x.shape[2], x.shape[3]);
        var (vertical, horizontal) = (Math.Abs(up), Math.Abs(left));
        return nn.functional.pad(x, (horizontal, horizontal, vertical, vertical))
            .narrow(2, vertical + up, height).narrow(3, horizontal + left, width);
    }

    private static Tensor Mask(Tensor x, AugmentationDraws draws)
    {
        var (count, height, width) = (x.shape[0], x.shape[2], x.shape[3]);
        var (rows, columns) = ((long)((height * draws.CutShare) + 0.5), (long)((width * draws.CutShare) + 0.5));
        var mask = new float[count * height * width];
        for (var i = 0L; i < mask.Length; i++)
        {
            var (picture, row, column) = (i / (height * width), i / width % height, i % width);
            mask[i] = Covers(row, draws.CutRow[picture], rows, height) && Covers(column, draws.CutColumn[picture], columns, width) ? 0 : 1;
        }

        return tensor(mask, [count, 1, height, width], device: x.device).to(x.dtype);
    }

    // What would lie outside is pressed onto the edge: a rectangle wholly outside still covers one line.
    private static bool Covers(long place, long middle, long length, long side)
    {
        var first = middle - (length / 2);
        return length > 0 && place >= Math.Clamp(first, 0, side - 1) && place <= Math.Clamp(first + length - 1, 0, side - 1);
    }

    private static Tensor PerPicture(float[] values, Tensor x) => tensor(values, [values.Length, 1, 1, 1], device: x.device).to(x.dtype);
}
