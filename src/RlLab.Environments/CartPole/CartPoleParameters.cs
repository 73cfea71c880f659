namespace RlLab.Environments;

/// <summary>The constants of CartPole; the defaults are those of CartPole-v1.</summary>
/// <remarks>All are finite; masses, lengths, limits and the time step are above 0. Anything else is refused.</remarks>
public sealed record CartPoleParameters
{
    /// <summary>Acceleration of free fall, in m/s².</summary>
    public double Gravity { get; init => field = Constant.Finite(value); } = 9.8;

    /// <summary>Mass of the cart, in kg.</summary>
    public double CartMass { get; init => field = Constant.Positive(value); } = 1.0;

    /// <summary>Mass of the pole, in kg.</summary>
    public double PoleMass { get; init => field = Constant.NotNegative(value); } = 0.1;

    /// <summary>Half of the pole's length, in metres.</summary>
    public double HalfLength { get; init => field = Constant.Positive(value); } = 0.5;

    /// <summary>What a push is worth, in newtons.</summary>
    public double Force { get; init => field = Constant.Finite(value); } = 10.0;

    /// <summary>How long a step is, in seconds.</summary>
    public double TimeStep { get; init => field = Constant.Positive(value); } = 0.02;

    /// <summary>How far the cart may go from the middle, in metres.</summary>
    public double PositionLimit { get; init => field = Constant.Positive(value); } = 2.4;

    /// <summary>How far the pole may lean, in radians: 12 degrees.</summary>
    public double AngleLimit { get; init => field = Constant.Positive(value); } = 12 * 2 * Math.PI / 360;

    /// <summary>Each number of the first state is drawn evenly between minus this and this.</summary>
    public double StartRange { get; init => field = Constant.NotNegative(value); } = 0.05;

    internal double TotalMass => PoleMass + CartMass;

    internal double PoleMassLength => PoleMass * HalfLength;
}
