namespace RlLab.Sweeps;

/// <summary>The factor L of a symmetric positive definite matrix, K = L L^T, and its inverse; both by rows of the lower half.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _inverse;

    /// <summary>Factors a matrix; where rounding has cost it its definiteness, its diagonal is raised until it has it again.</summary>
    /// <param name="matrix">The lower half, by rows.</param>
    public Cholesky(double[][] matrix)
    {
        double[][] factor;
        var raised = 0.0;
        while ((factor = Factor(matrix, raised)!) is null)
        {
            raised = raised == 0 ? 1e-10 * matrix.Select((row, i) => row[i]).Max() : 10 * raised;
        }

        HalfLogDeterminant = factor.Select((row, i) => Math.Log(row[i])).Sum();
        _inverse = new double[factor.Length][];
        for (var i = 0; i < factor.Length; i++)
        {
            var row = new double[i + 1];
            for (var k = 0; k < i; k++)
            {
                VectorMath.AddScaled(-factor[i][k], _inverse[k], row.AsSpan(0, k + 1));
            }

            row[i] = 1;
            for (var j = 0; j <= i; j++)
            {
                row[j] /= factor[i][i];
            }

            _inverse[i] = row;
        }
    }

    /// <summary>Half of the logarithm of the matrix's determinant.</summary>
    public double HalfLogDeterminant { get; }

    /// <summary>L^-1 v.</summary>
    /// <param name="vector">v.</param>
    public double[] Whiten(ReadOnlySpan<double> vector)
    {
        var white = new double[_inverse.Length];
        for (var i = 0; i < white.Length; i++)
        {
            white[i] = VectorMath.Dot(_inverse[i], vector);
        }

        return white;
    }

    /// <summary>L^-T w: of a whitened vector, K^-1 v.</summary>
    /// <param name="white">w = L^-1 v.</param>
    public double[] Finish(ReadOnlySpan<double> white)
    {
        var solved = new double[_inverse.Length];
        for (var i = 0; i < solved.Length; i++)
        {
            VectorMath.AddScaled(white[i], _inverse[i], solved.AsSpan(0, i + 1));
        }

        return solved;
    }

    /// <summary>K^-1, the lower half by rows.</summary>
    public double[][] Inverse()
    {
        double[][] inverse = [.. _inverse.Select((_, i) => new double[i + 1])];
        foreach (var row in _inverse)
        {
            for (var i = 0; i < row.Length; i++)
            {
                VectorMath.AddScaled(row[i], row.AsSpan(0, i + 1), inverse[i]);
            }
        }

        return inverse;
    }

    private static double[][]? Factor(double[][] matrix, double raised)
    {
        var factor = new double[matrix.Length][];
        for (var i = 0; i < matrix.Length; i++)
        {
            var row = factor[i] = new double[i + 1];
            for (var j = 0; j < i; j++)
            {
                row[j] = (matrix[i][j] - VectorMath.Dot(row.AsSpan(0, j), factor[j])) / factor[j][j];
            }

            var pivot = matrix[i][i] + raised - VectorMath.Dot(row.AsSpan(0, i), row);
            if (!(pivot > 1e-14 * matrix[i][i]))
            {
                return null;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return factor;
    }
}
