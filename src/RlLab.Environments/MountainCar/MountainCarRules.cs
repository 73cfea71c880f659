namespace RlLab.Environments;

/// <summary>How the car moves: Moore, "Efficient memory-based learning for robot control" (1990), as Gymnasium has it.</summary>
public static class MountainCarRules
{
    /// <summary>Draws a state at rest near the bottom.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <param name="p">The constants.</param>
    public static MountainCarState Start(RandomGenerator random, MountainCarParameters p) =>
        new(random.NextDouble(p.LowestStart, p.HighestStart), 0);

    /// <summary>The state one step later.</summary>
    /// <param name="s">The state before.</param>
    /// <param name="action">0 drives left, 1 rolls, 2 drives right.</param>
    /// <param name="p">The constants.</param>
    public static MountainCarState Next(MountainCarState s, int action, MountainCarParameters p)
    {
        var velocity = s.Velocity + ((action - 1) * p.Force + Math.Cos(3 * s.Position) * -p.Gravity);
        velocity = Math.Clamp(velocity, -p.SpeedLimit, p.SpeedLimit);
        var position = Math.Clamp(s.Position + velocity, p.LowestPosition, p.HighestPosition);
        var stopped = position == p.LowestPosition && velocity < 0;
        return new(position, stopped ? 0 : velocity);
    }

    /// <summary>Whether the car has reached the goal, not rolling back.</summary>
    /// <param name="s">The state.</param>
    /// <param name="p">The constants.</param>
    public static bool IsOver(MountainCarState s, MountainCarParameters p) => s.Position >= p.Goal && s.Velocity >= 0;

    /// <summary>How high the ground is, from 0.1 to 1.</summary>
    /// <param name="position">Where.</param>
    public static double Height(double position) => Math.Sin(3 * position) * 0.45 + 0.55;
}
