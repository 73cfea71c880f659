namespace RlLab.Environments;

/// <summary>Swing a pendulum up with a motor too weak to lift it, and hold it there; Gymnasium's Pendulum-v1.</summary>
/// <remarks>
/// Observation: cosine and sine of the angle from upright, and the angular velocity, as float32. Action: a torque from -2 to 2 newton metres,
/// an array of one number. Reward: minus a cost, from -16.3 to 0 a step (<see cref="PendulumRules.Reward"/>). Never terminated; truncated at
/// the time limit.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 200 in Pendulum-v1, null for never.</param>
/// <param name="parameters">The constants; null for those of Pendulum-v1.</param>
public sealed class Pendulum(int? timeLimit = 200, PendulumParameters? parameters = null)
    : World<float, float[]>(Observations(parameters ?? new()), Torques(parameters ?? new()), timeLimit)
{
    private readonly PendulumParameters _parameters = parameters ?? new();
    private PendulumState _state;
    private double _sine, _cosine;
    private float _torque;

    /// <summary>Where the pendulum is. Setting it starts an episode from there.</summary>
    public PendulumState State
    {
        get => _state;
        set
        {
            Be(value.IsFinite ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A state's numbers are finite."), torque: 0);
            Continue();
        }
    }

    /// <inheritdoc/>
    public override double FramesPerSecond => 1 / _parameters.TimeStep;

    /// <inheritdoc/>
    public override Frame Render() => PendulumRenderer.Draw(_state, _torque / _parameters.TorqueLimit);

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => Be(PendulumRules.Start(random, _parameters), torque: 0);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(float[] action)
    {
        var reward = PendulumRules.Reward(_state, action[0]);
        Be(PendulumRules.Next(_state, _sine, action[0], _parameters), action[0]);
        return (reward, false);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation) =>
        (observation[0], observation[1], observation[2]) = ((float)_cosine, (float)_sine, (float)_state.AngularVelocity);

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_state.Angle);
        writer.Write(_state.AngularVelocity);
        writer.Write(_torque);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) =>
        Be(new(reader.ReadDouble(), reader.ReadDouble()), reader.ReadSingle());

    private void Be(PendulumState state, float torque)
    {
        (_state, _torque) = (state, torque);
        (_sine, _cosine) = Math.SinCos(state.Angle);
    }

    private static Box<float> Observations(PendulumParameters p) => new([3], [-1, -1, -(float)p.SpeedLimit], [1, 1, (float)p.SpeedLimit]);

    private static Box<float> Torques(PendulumParameters p) => new(-(float)p.TorqueLimit, (float)p.TorqueLimit, 1);
}
