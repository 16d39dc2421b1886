using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>What a leaf is painted with: a colour, shaded across the leaf, with a texture and sometimes stripes.</summary>
internal sealed class LeafPaint
{
    private readonly float[] _color;
    private readonly float[] _tint = new float[3];
    private readonly NoiseTile _tile;
    private readonly float _ux, _uy, _vx, _vy, _u0, _v0;
    private readonly float _shadeX, _shadeY;
    private readonly float _texture, _stripes, _stripeX, _stripeY, _stripeSharpness;

    public LeafPaint(SeededRandom random, NoiseTile tile, ReadOnlySpan<float> color, float radius)
    {
        _tile = tile;
        _color = color.ToArray();

        // One texture sample drives all channels, nearly grey: surface relief changes brightness far more than hue.
        for (var c = 0; c < 3; c++)
            _tint[c] = 1 + random.Next(-0.25, 0.25);
        var angle = random.Next(0, 2 * Math.PI);
        var scale = MathF.Exp(random.Next(Math.Log(0.35), Math.Log(2.5)));
        var stretch = random.Chance(0.3) ? random.Next(2, 8) : 1;
        (_ux, _uy) = (MathF.Cos(angle) * scale, MathF.Sin(angle) * scale);
        (_vx, _vy) = (-MathF.Sin(angle) * scale / stretch, MathF.Cos(angle) * scale / stretch);
        (_u0, _v0) = (random.Next(0, NoiseTile.Size), random.Next(0, NoiseTile.Size));
        _texture = random.Chance(0.2) ? 0 : 0.16f * MathF.Pow((float)random.Next(), 1.5f);

        var slope = random.Next(0, 0.35) / Math.Max(radius, 4);
        var toward = random.Next(0, 2 * Math.PI);
        (_shadeX, _shadeY) = (MathF.Cos(toward) * slope, MathF.Sin(toward) * slope);

        if (random.Chance(0.14))
        {
            var period = MathF.Exp(random.Next(Math.Log(3), Math.Log(30)));
            var across = random.Next(0, 2 * Math.PI);
            (_stripeX, _stripeY) = (MathF.Cos(across) * 2 * MathF.PI / period, MathF.Sin(across) * 2 * MathF.PI / period);
            _stripes = random.Next(0.03, 0.25);
            _stripeSharpness = random.Next(1, 6);
        }
    }

    /// <summary>The colour at a point, given relative to the leaf's centre.</summary>
    public (float R, float G, float B) At(float x, float y)
    {
        var light = 1 + (_shadeX * x) + (_shadeY * y);
        var relief = 0f;
        if (_texture > 0)
            relief = _texture * _tile.Sample(_u0 + (_ux * x) + (_uy * y), _v0 + (_vx * x) + (_vy * y));
        if (_stripes > 0)
        {
            var wave = _stripeSharpness * MathF.Sin((_stripeX * x) + (_stripeY * y));
            relief += _stripes * wave / MathF.Sqrt(1 + (wave * wave));
        }

        return (
            (_color[0] * light) + (relief * _tint[0]), (_color[1] * light) + (relief * _tint[1]),
            (_color[2] * light) + (relief * _tint[2]));
    }
}
