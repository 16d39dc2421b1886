using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Pictures;

/// <summary>
/// A square, seamlessly repeating tile of 1/f noise, mean 0 and deviation 1: the surface texture of a leaf. Natural surfaces
/// have power spectra that fall as a power of the frequency; here octaves of smooth lattice noise are summed, each half the
/// size of the one before and weaker by a factor that sets the slope.
/// </summary>
internal sealed class NoiseTile
{
    public const int Size = 256;
    private readonly float[] _values = new float[Size * Size];

    /// <param name="random">Decides the lattice.</param>
    /// <param name="persistence">Amplitude of an octave over that of the next coarser one: 0.5 smooth … 1 rough.</param>
    public NoiseTile(SeededRandom random, double persistence)
    {
        var amplitude = 1.0;
        for (var cells = 4; cells <= Size; cells *= 2, amplitude *= persistence)
            AddOctave(random, cells, (float)amplitude);
        Normalise();
    }

    /// <summary>The bilinear value at a point; coordinates wrap.</summary>
    public float Sample(float x, float y)
    {
        var fx = MathF.Floor(x);
        var fy = MathF.Floor(y);
        var tx = x - fx;
        var ty = y - fy;
        var x0 = (int)fx & (Size - 1);
        var y0 = ((int)fy & (Size - 1)) * Size;
        var x1 = (x0 + 1) & (Size - 1);
        var y1 = (y0 + Size) & ((Size * Size) - 1);
        var top = _values[y0 + x0] + (tx * (_values[y0 + x1] - _values[y0 + x0]));
        var bottom = _values[y1 + x0] + (tx * (_values[y1 + x1] - _values[y1 + x0]));
        return top + (ty * (bottom - top));
    }

    private void AddOctave(SeededRandom random, int cells, float amplitude)
    {
        var lattice = new float[cells * cells];
        for (var i = 0; i < lattice.Length; i++)
            lattice[i] = amplitude * random.NextGaussian();
        var step = (float)cells / Size;
        for (var y = 0; y < Size; y++)
        {
            var v = y * step;
            var row = (int)v;
            var ty = Smooth(v - row);
            var upper = row * cells;
            var lower = ((row + 1) % cells) * cells;
            for (var x = 0; x < Size; x++)
            {
                var u = x * step;
                var left = (int)u;
                var right = (left + 1) % cells;
                var tx = Smooth(u - left);
                var a = lattice[upper + left] + (tx * (lattice[upper + right] - lattice[upper + left]));
                var b = lattice[lower + left] + (tx * (lattice[lower + right] - lattice[lower + left]));
                _values[(y * Size) + x] += a + (ty * (b - a));
            }
        }
    }

    private void Normalise()
    {
        double sum = 0, squares = 0;
        foreach (var value in _values)
        {
            sum += value;
            squares += (double)value * value;
        }

        var mean = sum / _values.Length;
        var scale = 1 / Math.Sqrt((squares / _values.Length) - (mean * mean));
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (float)((_values[i] - mean) * scale);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));
}
