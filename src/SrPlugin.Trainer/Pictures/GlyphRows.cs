using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>Rows of small stroke figures, spaced like print: signs, labels and page text in photos.</summary>
internal sealed class GlyphRows
{
    private readonly SeededRandom _random;
    private readonly float _height, _pen, _left, _top, _width;
    private readonly int _rows;

    public GlyphRows(SeededRandom random, int size)
    {
        _random = random;
        _height = MathF.Exp(random.Next(Math.Log(5), Math.Log(26)));
        _pen = Math.Max(0.5f, _height * random.Next(0.05, 0.12));
        _rows = 1 + random.NextIndex(6);
        _left = random.Next(0, size * 0.5);
        _top = random.Next(0, size * 0.8);
        _width = random.Next(size * 0.2, size * 0.8);
    }

    public void Lay(LeafCanvas canvas, Func<LeafPaint> newPaint)
    {
        var ink = newPaint();
        for (var row = 0; row < _rows; row++)
        {
            var y = _top + (row * _height * 1.7f);
            for (var x = _left; x < _left + _width; x += _height * _random.Next(0.55, 0.9))
            {
                if (_random.Chance(0.15))
                    continue;
                var strokes = 2 + _random.NextIndex(3);
                for (var i = 0; i < strokes; i++)
                {
                    var shape = new LeafShape.Stroke(_random, _height * _random.Next(0.15, 0.5), _pen);
                    canvas.Lay(shape, ink, x + (_height * _random.Next(-0.15, 0.15)), y + (_height * _random.Next(-0.25, 0.25)), 1);
                }
            }
        }
    }
}
