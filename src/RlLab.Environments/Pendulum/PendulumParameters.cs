namespace RlLab.Environments;

/// <summary>The constants of Pendulum; the defaults are those of Pendulum-v1.</summary>
/// <remarks>All are finite; mass, length, limits and the time step are above 0. Anything else is refused.</remarks>
public sealed record PendulumParameters
{
    /// <summary>Acceleration of free fall, in m/s².</summary>
    public double Gravity { get; init => field = Constant.Finite(value); } = 10;

    /// <summary>Mass of the rod, in kg.</summary>
    public double Mass { get; init => field = Constant.Positive(value); } = 1;

    /// <summary>The rod's length, in metres.</summary>
    public double Length { get; init => field = Constant.Positive(value); } = 1;

    /// <summary>How long a step is, in seconds.</summary>
    public double TimeStep { get; init => field = Constant.Positive(value); } = 0.05;

    /// <summary>The largest torque, either way, in newton metres.</summary>
    public double TorqueLimit { get; init => field = Constant.Positive(value); } = 2;

    /// <summary>The largest speed, either way, in radians a second.</summary>
    public double SpeedLimit { get; init => field = Constant.Positive(value); } = 8;

    /// <summary>The first angle is drawn evenly between minus this and this, in radians.</summary>
    public double StartAngle { get; init => field = Constant.NotNegative(value); } = Math.PI;

    /// <summary>The first speed is drawn evenly between minus this and this, in radians a second.</summary>
    public double StartSpeed { get; init => field = Constant.NotNegative(value); } = 1;
}
