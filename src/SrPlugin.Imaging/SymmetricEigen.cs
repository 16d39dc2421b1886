namespace SrPlugin.Imaging;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    // A dozen suffice; the bound keeps a matrix with values that are not numbers from turning for ever.
    private const int Sweeps = 60;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Square and symmetric; unchanged.</param>
    /// <returns>The eigenvalues, and their eigenvectors as columns.</returns>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++)
            vectors[i, i] = 1;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isDone = true;
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    if (Math.Abs(a[p, q]) <= 1e-18 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])) || a[p, q] == 0)
                        continue;
                    isDone = false;
                    Rotate(a, vectors, p, q);
                }
            }

            if (isDone)
                break;
        }

        return ([.. Enumerable.Range(0, size).Select(i => a[i, i])], vectors);
    }

    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        var size = a.GetLength(0);
        for (var k = 0; k < size; k++)
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (var k = 0; k < size; k++)
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        for (var k = 0; k < size; k++)
            (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
        a[p, q] = a[q, p] = 0;
    }
}
