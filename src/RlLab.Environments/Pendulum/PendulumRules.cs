namespace RlLab.Environments;

/// <summary>How the pendulum swings, and what it costs, as Gymnasium has it.</summary>
public static class PendulumRules
{
    /// <summary>Draws a state, at any angle and nearly at rest.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <param name="p">The constants.</param>
    public static PendulumState Start(RandomGenerator random, PendulumParameters p) =>
        new(random.NextDouble(-p.StartAngle, p.StartAngle), random.NextDouble(-p.StartSpeed, p.StartSpeed));

    /// <summary>The state one time step later.</summary>
    /// <param name="s">The state before.</param>
    /// <param name="torque">In newton metres, within the limits.</param>
    /// <param name="p">The constants.</param>
    public static PendulumState Next(PendulumState s, float torque, PendulumParameters p) => Next(s, Math.Sin(s.Angle), torque, p);

    /// <summary>The same for whoever knows the sine of the angle already.</summary>
    internal static PendulumState Next(PendulumState s, double sine, float torque, PendulumParameters p)
    {
        // The torque's share in float32, as Gymnasium computes it.
        var fall = 3 * p.Gravity / (2 * p.Length) * sine;
        var push = (float)(3.0 / (p.Mass * p.Length * p.Length)) * torque;
        var speed = Math.Clamp(s.AngularVelocity + (fall + push) * p.TimeStep, -p.SpeedLimit, p.SpeedLimit);
        return new(s.Angle + speed * p.TimeStep, speed);
    }

    /// <summary>Minus what a step costs: the squares of the angle from upright, of the speed (a tenth) and of the torque (a thousandth).</summary>
    /// <param name="s">The state before the step.</param>
    /// <param name="torque">In newton metres.</param>
    public static double Reward(PendulumState s, float torque)
    {
        var angle = FromUpright(s.Angle);
        return -(angle * angle + 0.1 * (s.AngularVelocity * s.AngularVelocity) + 0.001f * (torque * torque));
    }

    /// <summary>An angle's distance from upright on the shorter way, from -pi to pi.</summary>
    /// <param name="angle">In radians.</param>
    public static double FromUpright(double angle)
    {
        const double turn = 2 * Math.PI;
        return angle - turn * Math.Floor((angle + Math.PI) / turn);
    }
}
