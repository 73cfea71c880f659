namespace Torch.Tests.Golden;

/// <summary>How far a result may be from PyTorch's.</summary>
public readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>What rounding in another order costs in float32.</summary>
    public static readonly Tolerance Rounding = new(1e-5, 1e-6);

    /// <summary>Random numbers and integers: the very same.</summary>
    public static readonly Tolerance Exact = new(0, 0);

    /// <summary>float64 in the files has 9 digits.</summary>
    public static readonly Tolerance NineDigits = new(1e-8, 0);

    /// <summary>Normal random numbers go through log and cos, whose last digit differs between mathematical libraries.</summary>
    public static readonly Tolerance Normal = new(1e-6, 1e-6);

    public bool Allows(double actual, double expected)
    {
        if (double.IsNaN(expected))
            return double.IsNaN(actual);
        if (double.IsInfinity(expected) || this == Exact)
            return actual == expected || (float)actual == (float)expected;
        return Math.Abs(actual - expected) <= Absolute + Relative * Math.Abs(expected);
    }
}
