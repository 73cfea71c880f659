namespace RlLab.Environments;

/// <summary>The constants of Acrobot; the defaults are those of Acrobot-v1.</summary>
/// <remarks>All are finite; masses, lengths, limits and the time step are above 0. Anything else is refused.</remarks>
public sealed record AcrobotParameters
{
    /// <summary>Acceleration of free fall, in m/s².</summary>
    public double Gravity { get; init => field = Constant.Finite(value); } = 9.8;

    /// <summary>Length of the first link, in metres.</summary>
    public double Length1 { get; init => field = Constant.Positive(value); } = 1.0;

    /// <summary>Mass of the first link, in kg.</summary>
    public double Mass1 { get; init => field = Constant.Positive(value); } = 1.0;

    /// <summary>Mass of the second link, in kg.</summary>
    public double Mass2 { get; init => field = Constant.Positive(value); } = 1.0;

    /// <summary>Where the first link's centre of mass is, in metres from its upper joint.</summary>
    public double Center1 { get; init => field = Constant.NotNegative(value); } = 0.5;

    /// <summary>Where the second link's centre of mass is, in metres from its upper joint.</summary>
    public double Center2 { get; init => field = Constant.NotNegative(value); } = 0.5;

    /// <summary>Moment of inertia of each link, in kg m².</summary>
    public double Inertia { get; init => field = Constant.Positive(value); } = 1.0;

    /// <summary>What an action is worth at the joint between the links, in N m.</summary>
    public double Torque { get; init => field = Constant.Finite(value); } = 1.0;

    /// <summary>The largest angular velocity of the first link, in radians a second.</summary>
    public double VelocityLimit1 { get; init => field = Constant.Positive(value); } = 4 * Math.PI;

    /// <summary>The largest angular velocity of the second link, in radians a second.</summary>
    public double VelocityLimit2 { get; init => field = Constant.Positive(value); } = 9 * Math.PI;

    /// <summary>How long a step is, in seconds.</summary>
    public double TimeStep { get; init => field = Constant.Positive(value); } = 0.2;

    /// <summary>Each number of the first state is drawn evenly between minus this and this.</summary>
    public double StartRange { get; init => field = Constant.NotNegative(value); } = 0.1;
}
