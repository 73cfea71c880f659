namespace RlLab.Algorithms.Ppo;

/// <summary>The count, the mean and the squared deviations of numbers that come one by one.</summary>
/// <remarks>Welford, "Note on a method for calculating corrected sums of squares and products" (1962).</remarks>
internal struct Moments
{
    private double _squares;

    /// <summary>How many numbers there were.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean.</summary>
    public double Mean { get; private set; }

    /// <summary>Their variance, of the numbers themselves as the whole population.</summary>
    public readonly double Variance => Count == 0 ? 0 : _squares / Count;

    /// <summary>Their variance as a sample's estimate of the population's.</summary>
    public readonly double SampleVariance => Count < 2 ? 0 : _squares / (Count - 1);

    /// <summary>Adds a number.</summary>
    public void Add(double number)
    {
        var difference = number - Mean;
        Mean += difference / ++Count;
        _squares += difference * (number - Mean);
    }
}
