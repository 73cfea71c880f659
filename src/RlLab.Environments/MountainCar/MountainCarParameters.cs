namespace RlLab.Environments;

/// <summary>The constants of MountainCar; the defaults are those of MountainCar-v0. Time is counted in steps.</summary>
/// <remarks>All are finite; the car starts within the world's ends, and the goal is not beyond them. Anything else is refused.</remarks>
public sealed record MountainCarParameters
{
    /// <summary>The left end of the world, where the car stops dead.</summary>
    public double LowestPosition { get; init => field = Constant.Finite(value); } = -1.2;

    /// <summary>The right end of the world.</summary>
    public double HighestPosition { get; init => field = Constant.Finite(value); } = 0.6;

    /// <summary>The largest speed, either way.</summary>
    public double SpeedLimit { get; init => field = Constant.Positive(value); } = 0.07;

    /// <summary>Where the goal is.</summary>
    public double Goal { get; init => field = Constant.Finite(value); } = 0.5;

    /// <summary>What the engine adds to the velocity in a step.</summary>
    public double Force { get; init => field = Constant.Finite(value); } = 0.001;

    /// <summary>What the steepest slope takes from the velocity in a step.</summary>
    public double Gravity { get; init => field = Constant.Finite(value); } = 0.0025;

    /// <summary>The first position is drawn evenly from here ...</summary>
    public double LowestStart { get; init => field = Constant.Finite(value); } = -0.6;

    /// <summary>... to here; the car stands still.</summary>
    public double HighestStart { get; init => field = Constant.Finite(value); } = -0.4;
}
