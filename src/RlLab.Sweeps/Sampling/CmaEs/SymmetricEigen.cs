namespace RlLab.Sweeps;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.</summary>
internal sealed class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">The matrix, [n, n], of which the upper half is read.</param>
    public SymmetricEigen(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        Vectors = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            Vectors[i, i] = 1;
        }

        for (var sweep = 0; sweep < MostSweeps && !IsDiagonal(a); sweep++)
        {
            for (var p = 0; p < n - 1; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(a, p, q);
                }
            }
        }

        Values = [.. Enumerable.Range(0, n).Select(i => a[i, i])];
    }

    /// <summary>The eigenvalues.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors, as columns in the order of values.</summary>
    public double[,] Vectors { get; }

    private static bool IsDiagonal(double[,] a)
    {
        var (off, on) = (0.0, 0.0);
        for (var i = 0; i < a.GetLength(0); i++)
        {
            on += a[i, i] * a[i, i];
            for (var j = i + 1; j < a.GetLength(0); j++)
            {
                off += a[i, j] * a[i, j];
            }
        }

        return off <= 1e-30 * on;
    }

    private void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0)
        {
            return;
        }

        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        var off = a[p, q];
        (a[p, p], a[q, q], a[p, q]) = (a[p, p] - t * off, a[q, q] + t * off, 0);
        for (var k = 0; k < a.GetLength(0); k++)
        {
            if (k != p && k != q)
            {
                ref var kp = ref a[Math.Min(k, p), Math.Max(k, p)];
                ref var kq = ref a[Math.Min(k, q), Math.Max(k, q)];
                (kp, kq) = (c * kp - s * kq, s * kp + c * kq);
            }

            (Vectors[k, p], Vectors[k, q]) = (c * Vectors[k, p] - s * Vectors[k, q], s * Vectors[k, p] + c * Vectors[k, q]);
        }
    }
}
