namespace RlLab.Environments;

/// <summary>How the links move: Sutton and Barto, "Reinforcement Learning" (1998), as Gymnasium's default ("book") has it.</summary>
public static class AcrobotRules
{
    /// <summary>Draws a state near hanging straight down.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <param name="p">The constants.</param>
    /// <remarks>Rounded to float32, as Gymnasium rounds it.</remarks>
    public static AcrobotState Start(RandomGenerator random, AcrobotParameters p) =>
        new(Draw(random, p), Draw(random, p), Draw(random, p), Draw(random, p));

    /// <summary>The state one time step later: one step of the classical Runge-Kutta method.</summary>
    /// <param name="s">The state before.</param>
    /// <param name="action">0 turns the lower link clockwise, 1 lets it swing, 2 turns it the other way.</param>
    /// <param name="p">The constants.</param>
    public static AcrobotState Next(AcrobotState s, int action, AcrobotParameters p)
    {
        var torque = (action - 1) * p.Torque;
        var half = p.TimeStep / 2;
        var k1 = Derivative(s, torque, p);
        var k2 = Derivative(s + half * k1, torque, p);
        var k3 = Derivative(s + half * k2, torque, p);
        var k4 = Derivative(s + p.TimeStep * k3, torque, p);
        var next = s + p.TimeStep / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        return new(
            Wrap(next.Angle1),
            Wrap(next.Angle2),
            Math.Clamp(next.Velocity1, -p.VelocityLimit1, p.VelocityLimit1),
            Math.Clamp(next.Velocity2, -p.VelocityLimit2, p.VelocityLimit2));
    }

    /// <summary>Whether the tip is more than one metre above the upper joint, with links of one metre.</summary>
    /// <param name="s">The state.</param>
    public static bool IsOver(AcrobotState s) => -Math.Cos(s.Angle1) - Math.Cos(s.Angle2 + s.Angle1) > 1;

    private static AcrobotState Derivative(AcrobotState s, double torque, AcrobotParameters p)
    {
        double m1 = p.Mass1, m2 = p.Mass2, l1 = p.Length1, c1 = p.Center1, c2 = p.Center2, inertia = p.Inertia, g = p.Gravity;
        var (sin2, cos2) = (Math.Sin(s.Angle2), Math.Cos(s.Angle2));
        var d1 = m1 * (c1 * c1) + m2 * (l1 * l1 + c2 * c2 + 2 * l1 * c2 * cos2) + inertia + inertia;
        var d2 = m2 * (c2 * c2 + l1 * c2 * cos2) + inertia;
        var phi2 = m2 * c2 * g * Math.Cos(s.Angle1 + s.Angle2 - Math.PI / 2);
        var phi1 = -m2 * l1 * c2 * (s.Velocity2 * s.Velocity2) * sin2
            - 2 * m2 * l1 * c2 * s.Velocity2 * s.Velocity1 * sin2
            + (m1 * c1 + m2 * l1) * g * Math.Cos(s.Angle1 - Math.PI / 2)
            + phi2;
        var acceleration2 = (torque + d2 / d1 * phi1 - m2 * l1 * c2 * (s.Velocity1 * s.Velocity1) * sin2 - phi2)
            / (m2 * (c2 * c2) + inertia - d2 * d2 / d1);
        var acceleration1 = -(d2 * acceleration2 + phi1) / d1;
        return new(s.Velocity1, s.Velocity2, acceleration1, acceleration2);
    }

    // Not by adding whole turns until it fits: that never ends for an angle so large that a turn changes nothing.
    private static double Wrap(double angle) => Math.Abs(angle) <= Math.PI ? angle : Math.IEEERemainder(angle, 2 * Math.PI);

    private static double Draw(RandomGenerator random, AcrobotParameters p) => (float)random.NextDouble(-p.StartRange, p.StartRange);
}
