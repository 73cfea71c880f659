namespace RlLab.Environments;

/// <summary>Where the pendulum is.</summary>
/// <param name="Angle">In radians from upright, counted on over full turns.</param>
/// <param name="AngularVelocity">In radians a second.</param>
public readonly record struct PendulumState(double Angle, double AngularVelocity)
{
    internal bool IsFinite => double.IsFinite(Angle) && double.IsFinite(AngularVelocity);
}
