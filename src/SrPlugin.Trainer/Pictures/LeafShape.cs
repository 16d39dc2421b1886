using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>The outline of a leaf: a distance to its edge, negative inside, in pixels, about its own centre.</summary>
internal abstract class LeafShape
{
    /// <summary>No point of the shape lies farther from the centre than this.</summary>
    public abstract float Reach { get; }

    public abstract float Distance(float x, float y);

    /// <summary>A shape of random kind, proportions and direction.</summary>
    public static LeafShape Random(SeededRandom random, float radius) => random.Next() switch
    {
        < 0.35 => new Ellipse(random, radius),
        < 0.60 => new Blob(random, radius),
        < 0.85 => new Polygon(random, radius),
        _ => new Stroke(random, radius, Math.Max(0.6f, radius * random.Next(0.02, 0.15))),
    };

    private sealed class Ellipse : LeafShape
    {
        private readonly float _a, _b, _cos, _sin;

        public Ellipse(SeededRandom random, float radius)
        {
            (_a, _b) = (radius, radius * random.Next(0.3, 1));
            (_sin, _cos) = MathF.SinCos(random.Next(0, Math.PI));
        }

        public override float Reach => _a;

        public override float Distance(float x, float y)
        {
            var u = ((_cos * x) + (_sin * y)) / _a;
            var v = ((_cos * y) - (_sin * x)) / _b;
            var level = MathF.Sqrt((u * u) + (v * v));

            // Value over gradient: the distance to first order, which is all that a soft edge needs.
            var slope = MathF.Sqrt((u * u / (_a * _a)) + (v * v / (_b * _b)));
            return level < 1e-3f ? -_b : (level - 1) * level / slope;
        }
    }

    private sealed class Blob : LeafShape
    {
        private readonly float[] _amplitude = new float[4];
        private readonly float[] _phase = new float[4];
        private readonly float _radius;

        public Blob(SeededRandom random, float radius)
        {
            _radius = radius;
            for (var k = 0; k < 4; k++)
            {
                _amplitude[k] = random.Next(-0.3, 0.3) / (k + 1.5f);
                _phase[k] = random.Next(0, 2 * Math.PI);
            }
        }

        public override float Reach => _radius * 1.45f;

        public override float Distance(float x, float y)
        {
            var angle = MathF.Atan2(y, x);
            var edge = 1f;
            for (var k = 0; k < 4; k++)
                edge += _amplitude[k] * MathF.Cos(((k + 2) * angle) + _phase[k]);
            return MathF.Sqrt((x * x) + (y * y)) - (_radius * edge);
        }
    }

    private sealed class Polygon : LeafShape
    {
        private readonly float[] _nx, _ny, _offset;
        private readonly float _reach;

        public Polygon(SeededRandom random, float radius)
        {
            var sides = random.Chance(0.5) ? 4 : 3 + random.NextIndex(4);
            (_nx, _ny, _offset) = (new float[sides], new float[sides], new float[sides]);
            var start = random.Next(0, 2 * Math.PI);
            var jitter = random.Chance(0.5) ? 0 : 0.35f;
            var thin = random.Next(0.15, 1);
            for (var i = 0; i < sides; i++)
            {
                var angle = start + ((i + random.Next(-jitter, jitter)) * 2 * MathF.PI / sides);
                (_ny[i], _nx[i]) = MathF.SinCos((float)angle);
                _offset[i] = radius * (i % 2 == 0 ? 0.7f : 0.7f * thin);
            }

            _reach = radius * 1.6f;
        }

        public override float Reach => _reach;

        public override float Distance(float x, float y)
        {
            var distance = MathF.Sqrt((x * x) + (y * y)) - _reach;
            for (var i = 0; i < _nx.Length; i++)
                distance = Math.Max(distance, (_nx[i] * x) + (_ny[i] * y) - _offset[i]);
            return distance;
        }
    }

    /// <summary>A bent line of constant width: branch, wire, whisker, pen stroke.</summary>
    public sealed class Stroke : LeafShape
    {
        private const int Segments = 5;
        private readonly float[] _x = new float[Segments + 1];
        private readonly float[] _y = new float[Segments + 1];
        private readonly float _halfWidth;

        public Stroke(SeededRandom random, float radius, float halfWidth)
        {
            _halfWidth = halfWidth;
            var angle = random.Next(0, 2 * Math.PI);
            var (sin, cos) = MathF.SinCos(angle);
            var bend = random.Chance(0.4) ? 0 : radius * random.Next(-0.8, 0.8);
            for (var i = 0; i <= Segments; i++)
            {
                var t = (2f * i / Segments) - 1;
                var (u, v) = (t * radius, bend * ((t * t) - 0.5f));
                (_x[i], _y[i]) = ((cos * u) - (sin * v), (sin * u) + (cos * v));
            }

            Reach = (radius * 1.3f) + halfWidth;
        }

        public override float Reach { get; }

        public override float Distance(float x, float y)
        {
            var nearest = float.MaxValue;
            for (var i = 0; i < Segments; i++)
            {
                var (dx, dy) = (_x[i + 1] - _x[i], _y[i + 1] - _y[i]);
                var (px, py) = (x - _x[i], y - _y[i]);
                var t = Math.Clamp(((px * dx) + (py * dy)) / ((dx * dx) + (dy * dy) + 1e-9f), 0, 1);
                (px, py) = (px - (t * dx), py - (t * dy));
                nearest = Math.Min(nearest, (px * px) + (py * py));
            }

            return MathF.Sqrt(nearest) - _halfWidth;
        }
    }
}
