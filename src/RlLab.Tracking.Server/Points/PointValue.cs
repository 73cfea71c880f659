namespace RlLab.Tracking.Server.Points;

/// <summary>How a value that is not finite is kept: NaN beside the number, an infinity as the largest number, as MLflow does.</summary>
internal static class PointValue
{
    /// <summary>The number to keep.</summary>
    public static double Stored(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, double.MinValue, double.MaxValue);

    /// <summary>The value that was logged, told from the number kept; null is NaN.</summary>
    public static double Told(double? kept) => kept switch
    {
        null => double.NaN,
        double.MaxValue => double.PositiveInfinity,
        double.MinValue => double.NegativeInfinity,
        { } value => value,
    };
}
