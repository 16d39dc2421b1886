using SrPlugin.Imaging;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Degradations;

/// <summary>Carries a <see cref="DegradationPlan"/> out.</summary>
public static class Degrader
{
    /// <summary>The low-resolution picture, rounded to 8 bits as any file would be.</summary>
    /// <param name="picture">RGB, 0…1; left as it is.</param>
    /// <param name="plan">What happens to it.</param>
    /// <param name="random">Decides the noise.</param>
    public static PlanarImage Apply(PlanarImage picture, DegradationPlan plan, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(random);
        var image = picture;
        var scale = 1f;
        foreach (var stage in plan.Stages)
        {
            scale *= stage.Scale;
            if (stage.BlurX > 0 || stage.BlurY > 0)
            {
                if (ReferenceEquals(image, picture))
                    image = picture.Clone();
                GaussianBlur.Apply(image, stage.BlurX, stage.BlurY);
            }

            // Sizes come from the whole way so far, so that roundings of the stages do not add up.
            var width = Math.Max(1, (int)MathF.Round(picture.Width * scale));
            var height = Math.Max(1, (int)MathF.Round(picture.Height * scale));
            if (image.Width != width || image.Height != height)
                image = Resampler.Resize(image, width, height, stage.Filter);
            else if (ReferenceEquals(image, picture))
                image = picture.Clone();
            AddNoise(image, stage, random);
            image = stage.JpegQuality > 0
                ? JpegArtifacts.Apply(image, stage.JpegQuality, stage.FullChroma, stage.ShiftX, stage.ShiftY)
                : image;
        }

        Round(image);
        return image;
    }

    private static void AddNoise(PlanarImage image, DegradationStage stage, SeededRandom random)
    {
        if (stage.NoiseSigma <= 0)
            return;
        var sigma = stage.NoiseSigma / 255;
        var plane = image.Width * image.Height;
        for (var i = 0; i < plane; i++)
        {
            var common = stage.GreyNoise ? random.NextGaussian() : 0;
            for (var c = 0; c < image.Channels; c++)
            {
                ref var value = ref image.Data[(c * plane) + i];

                // √(2v) keeps the mean variance at σ² for a picture of mean brightness ½.
                var strength = stage.SignalNoise ? sigma * MathF.Sqrt(2 * Math.Clamp(value, 0, 1)) : sigma;
                value += strength * (stage.GreyNoise ? common : random.NextGaussian());
            }
        }
    }

    private static void Round(PlanarImage image)
    {
        foreach (ref var value in image.Data.AsSpan())
            value = MathF.Round(Math.Clamp(value, 0, 1) * 255) / 255;
    }
}
