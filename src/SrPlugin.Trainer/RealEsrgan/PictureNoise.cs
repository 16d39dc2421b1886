using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>The noise of Real-ESRGAN's training. Draws are arguments, so that equal draws give equal pictures.</summary>
internal static class PictureNoise
{
    /// <summary>Adds normal noise.</summary>
    /// <param name="image">[N, 3, H, W] in 0…1.</param>
    /// <param name="deviations">One for each picture, in levels of 255.</param>
    /// <param name="grey">Whether the noise of a picture is the same in all channels.</param>
    /// <param name="field">Standard normal values, [N, 3, H, W].</param>
    /// <param name="greyField">Standard normal values [H, W] that all grey pictures share; null when none is grey.</param>
    /// <returns>As large, limited to 0…1; fresh.</returns>
    public static Tensor AddGaussian(
        Tensor image, IReadOnlyList<double> deviations, IReadOnlyList<bool> grey, Tensor field, Tensor? greyField)
    {
        using var scope = NewDisposeScope();
        var scale = PerPicture(deviations, image);
        var noise = (field * scale).DividedBy(255);
        if (greyField is not null)
            noise = Select(grey, (greyField * scale).DividedBy(255).expand_as(noise), noise);
        return image.Plus(noise).Clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the noise of counted photons.</summary>
    /// <param name="image">[N, 3, H, W] in 0…1.</param>
    /// <param name="scales">The factor of the noise, one for each picture.</param>
    /// <param name="grey">Whether the noise of a picture is the same in all channels.</param>
    /// <param name="draw">Poisson values of the means that it gets; called for the grey pictures first, when there is one.</param>
    /// <returns>As large, limited to 0…1; fresh.</returns>
    public static Tensor AddPoisson(Tensor image, IReadOnlyList<double> scales, IReadOnlyList<bool> grey, Func<Tensor, Tensor> draw)
    {
        using var scope = NewDisposeScope();
        Tensor? greyNoise = null;
        if (grey.Contains(true))
        {
            var luma = image.narrow(1, 0, 1).Times(0.2989).Plus(image.narrow(1, 1, 1), 0.587).Plus(image.narrow(1, 2, 1), 0.114);
            greyNoise = Counted(luma, draw).expand_as(image);
        }

        var noise = Counted(image, draw);
        if (greyNoise is not null)
            noise = Select(grey, greyNoise, noise);
        return image.Plus(noise * PerPicture(scales, image)).Clamp(0, 1).MoveToOuterDisposeScope();
    }

    // As many photons at full light as the next power of two above the picture's number of distinct levels.
    private static Tensor Counted(Tensor image, Func<Tensor, Tensor> draw)
    {
        var levels = image.Times(255).round().Clamp(0, 255).DividedBy(255);
        var photons = Enumerable.Range(0, (int)image.shape[0])
            .Select(i => Math.Pow(2, Math.Ceiling(Math.Log2(levels.narrow(0, i, 1).unique().output.numel())))).ToArray();
        var full = PerPicture(photons, image);
        return draw(levels * full) / full - levels;
    }

    private static Tensor PerPicture(IReadOnlyList<double> values, Tensor image) =>
        tensor(values.Select(value => (float)value).ToArray(), [values.Count, 1, 1, 1], device: image.device);

    private static Tensor Select(IReadOnlyList<bool> first, Tensor a, Tensor b) =>
        cat([.. first.Select((takes, i) => (takes ? a : b).narrow(0, i, 1))], 0);
}
