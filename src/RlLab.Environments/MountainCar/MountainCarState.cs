namespace RlLab.Environments;

/// <summary>Where the car is.</summary>
/// <param name="Position">Along the valley, whose lowest point is at -π/6.</param>
/// <param name="Velocity">To the right, in positions a step.</param>
public readonly record struct MountainCarState(double Position, double Velocity)
{
    internal bool IsFinite => double.IsFinite(Position) && double.IsFinite(Velocity);
}
