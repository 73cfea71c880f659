using System.Runtime.CompilerServices;

namespace RlLab.Environments;

/// <summary>Refuses a constant with which a world could not work, naming it and its range.</summary>
internal static class Constant
{
    /// <summary>Any number, but a finite one.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="name">Its name.</param>
    public static double Finite(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number.");

    /// <summary>A finite number above 0.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="name">Its name.</param>
    public static double Positive(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above 0.");

    /// <summary>A finite number, 0 or above.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="name">Its name.</param>
    public static double NotNegative(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, 0 or above.");

    /// <summary>A number from 0 to 1.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="name">Its name.</param>
    public static double Probability(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a probability, a number from 0 to 1.");
}
