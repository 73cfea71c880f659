namespace RlLab.Environments;

/// <summary>How cart and pole move: Barto, Sutton and Anderson, "Neuronlike adaptive elements" (1983), as Gymnasium has it.</summary>
public static class CartPoleRules
{
    /// <summary>Draws a state near the upright.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <param name="p">The constants.</param>
    public static CartPoleState Start(RandomGenerator random, CartPoleParameters p) =>
        new(Draw(random, p), Draw(random, p), Draw(random, p), Draw(random, p));

    /// <summary>The state one time step later.</summary>
    /// <param name="s">The state before.</param>
    /// <param name="action">0 pushes to the left, 1 to the right.</param>
    /// <param name="p">The constants.</param>
    public static CartPoleState Next(CartPoleState s, int action, CartPoleParameters p)
    {
        var force = action == 1 ? p.Force : -p.Force;
        var (sin, cos) = SmallAngle.SinCos(s.Angle);
        var push = (force + p.PoleMassLength * (s.AngularVelocity * s.AngularVelocity) * sin) / p.TotalMass;
        var angular = (p.Gravity * sin - cos * push) / (p.HalfLength * (4.0 / 3.0 - p.PoleMass * (cos * cos) / p.TotalMass));
        var linear = push - p.PoleMassLength * angular * cos / p.TotalMass;
        return new(
            s.Position + p.TimeStep * s.Velocity,
            s.Velocity + p.TimeStep * linear,
            s.Angle + p.TimeStep * s.AngularVelocity,
            s.AngularVelocity + p.TimeStep * angular);
    }

    /// <summary>Whether the pole has fallen or the cart has left the track.</summary>
    /// <param name="s">The state.</param>
    /// <param name="p">The constants.</param>
    public static bool IsOver(CartPoleState s, CartPoleParameters p) =>
        !(Math.Abs(s.Position) <= p.PositionLimit && Math.Abs(s.Angle) <= p.AngleLimit);

    private static double Draw(RandomGenerator random, CartPoleParameters p) => random.NextDouble(-p.StartRange, p.StartRange);
}
