namespace RlLab.Environments;

/// <summary>Where the two links are.</summary>
/// <param name="Angle1">The first link's angle from hanging straight down, in radians, -π to π.</param>
/// <param name="Angle2">The second link's angle to the first, in radians, -π to π.</param>
/// <param name="Velocity1">How fast the first angle grows, in radians a second.</param>
/// <param name="Velocity2">How fast the second angle grows, in radians a second.</param>
public readonly record struct AcrobotState(double Angle1, double Angle2, double Velocity1, double Velocity2)
{
    internal bool IsFinite => double.IsFinite(Angle1) && double.IsFinite(Angle2) && double.IsFinite(Velocity1) && double.IsFinite(Velocity2);

    /// <summary>Adds two states number by number.</summary>
    public static AcrobotState operator +(AcrobotState a, AcrobotState b) =>
        new(a.Angle1 + b.Angle1, a.Angle2 + b.Angle2, a.Velocity1 + b.Velocity1, a.Velocity2 + b.Velocity2);

    /// <summary>Multiplies each number.</summary>
    public static AcrobotState operator *(double factor, AcrobotState a) =>
        new(factor * a.Angle1, factor * a.Angle2, factor * a.Velocity1, factor * a.Velocity2);
}
