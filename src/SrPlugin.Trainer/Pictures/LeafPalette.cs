using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>The colours of one picture: photos keep to a few related hues and mostly weak saturation under one light.</summary>
internal sealed class LeafPalette
{
    private readonly float[][] _hues = new float[4][];
    private readonly float _meanLight, _contrast, _saturation;

    public LeafPalette(SeededRandom random)
    {
        _meanLight = random.Next(0.25, 0.65);
        _contrast = random.Next(0.08, 0.3);
        _saturation = MathF.Pow((float)random.Next(), 1.5f) * 0.35f;
        for (var i = 0; i < _hues.Length; i++)
        {
            var angle = random.Next(0, 2 * Math.PI);

            // Two opponent axes, warm–cold and green–magenta, the first three times as common in photos.
            var (warm, green) = (MathF.Cos(angle), MathF.Sin(angle) * 0.4f);
            _hues[i] = [warm - (green * 0.5f), (0.1f * warm) + green, -warm - (green * 0.5f)];
        }
    }

    public float[] Pick(SeededRandom random)
    {
        var light = _meanLight + (_contrast * random.NextGaussian());
        var hue = _hues[random.NextIndex(_hues.Length)];
        var strength = _saturation * random.Next(0.2, 1.2);
        var color = new float[3];
        for (var c = 0; c < 3; c++)
            color[c] = Math.Clamp(light + (strength * hue[c]) + (0.02f * random.NextGaussian()), 0.01f, 0.99f);
        return color;
    }
}
