using System.Numerics;

namespace RlLab.Statistics;

/// <summary>Sums of numbers near the largest there is: their mean is a number where their sum is none.</summary>
internal static class Scaling
{
    /// <summary>A power of two, by which times so many finite numbers have a finite sum; exact but for the very smallest.</summary>
    public static double For(int count) => 1.0 / BitOperations.RoundUpToPowerOf2(4 * (uint)count);

    /// <summary>A mean over the whole scale, kept to the least and the largest number, beyond which rounding may carry it.</summary>
    public static double Back(double mean, double scale, double least, double largest) => Math.Clamp(mean / scale, least, largest);
}
