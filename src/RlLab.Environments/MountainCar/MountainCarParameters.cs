namespace RlLab.Environments;

/// <summary>The constants of MountainCar; the defaults are those of MountainCar-v0. Time is counted in steps.</summary>
public sealed record MountainCarParameters
{
    /// <summary>The left end of the world, where the car stops dead.</summary>
    public double LowestPosition { get; init; } = -1.2;

    /// <summary>The right end of the world.</summary>
    public double HighestPosition { get; init; } = 0.6;

    /// <summary>The largest speed, either way.</summary>
    public double SpeedLimit { get; init; } = 0.07;

    /// <summary>Where the goal is.</summary>
    public double Goal { get; init; } = 0.5;

    /// <summary>What the engine adds to the velocity in a step.</summary>
    public double Force { get; init; } = 0.001;

    /// <summary>What the steepest slope takes from the velocity in a step.</summary>
    public double Gravity { get; init; } = 0.0025;

    /// <summary>The first position is drawn evenly from here ...</summary>
    public double LowestStart { get; init; } = -0.6;

    /// <summary>... to here; the car stands still.</summary>
    public double HighestStart { get; init; } = -0.4;
}
