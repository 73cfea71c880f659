namespace TorchSharp;

/// <summary>The orthogonal factor of a matrix.</summary>
internal static class Orthogonal
{
    /// <summary>
    /// Q of the QR factors of a row-major matrix (of its transpose where it has fewer rows than columns, transposed back), its
    /// columns turned so that R's diagonal is positive: that makes it unique, and every library's the same. Modified
    /// Gram-Schmidt, gone over twice (Giraud et al. 2005: twice is enough).
    /// </summary>
    public static double[] Basis(double[] matrix, int rows, int columns)
    {
        var tall = rows >= columns;
        var (length, count) = tall ? (rows, columns) : (columns, rows);
        int At(int vector, int i) => tall ? i * columns + vector : vector * columns + i;
        for (var vector = 0; vector < count; vector++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var other = 0; other < vector; other++)
                {
                    double projection = 0;
                    for (var i = 0; i < length; i++) projection += matrix[At(vector, i)] * matrix[At(other, i)];
                    for (var i = 0; i < length; i++) matrix[At(vector, i)] -= projection * matrix[At(other, i)];
                }
            }

            double square = 0;
            for (var i = 0; i < length; i++) square += matrix[At(vector, i)] * matrix[At(vector, i)];
            var norm = Math.Sqrt(square);
            for (var i = 0; i < length; i++) matrix[At(vector, i)] /= norm;
        }

        return matrix;
    }
}
