namespace RlLab.Sweeps;

/// <summary>How much of a normal kernel lies between 0 and 1, by its center; from a table, since every trial has a center on every axis.</summary>
internal sealed class CutMass
{
    private const int Cells = 256;

    private readonly double[] _logs = new double[Cells + 1];

    /// <summary>The table for kernels of one width.</summary>
    /// <param name="width">The standard deviation.</param>
    public CutMass(double width)
    {
        for (var i = 0; i <= Cells / 2; i++)
        {
            var center = (double)i / Cells;
            _logs[i] = _logs[Cells - i] = Math.Log(Normal.Mass(-center / width, (1 - center) / width));
        }
    }

    /// <summary>The logarithm of the mass.</summary>
    /// <param name="center">The kernel's center, from 0 to 1.</param>
    public double LogOf(double center)
    {
        var cell = Math.Min((int)(center * Cells), Cells - 1);
        var share = center * Cells - cell;
        return _logs[cell] * (1 - share) + _logs[cell + 1] * share;
    }
}
