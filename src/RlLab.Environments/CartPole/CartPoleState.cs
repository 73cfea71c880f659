namespace RlLab.Environments;

/// <summary>Where cart and pole are.</summary>
/// <param name="Position">The cart's distance right of the middle, in metres.</param>
/// <param name="Velocity">Its speed to the right, in metres a second.</param>
/// <param name="Angle">The pole's lean to the right, in radians from upright.</param>
/// <param name="AngularVelocity">How fast it falls to the right, in radians a second.</param>
public readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    internal bool IsFinite => double.IsFinite(Position) && double.IsFinite(Velocity) && double.IsFinite(Angle) && double.IsFinite(AngularVelocity);
}
