namespace RlLab.Environments;

/// <summary>Swing two hanging links up by turning the joint between them; Gymnasium's Acrobot-v1.</summary>
/// <remarks>
/// Observation: cosine and sine of the first angle, of the second, and both angular velocities, as float32. Actions: a torque of -1, 0
/// or 1 N m. Reward: -1 a step, 0 in the last one. Terminated where <see cref="AcrobotRules.IsOver"/>; truncated at the time limit.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 500 in Acrobot-v1, null for never.</param>
/// <param name="parameters">The constants; null for those of Acrobot-v1.</param>
public sealed class Acrobot(int? timeLimit = 500, AcrobotParameters? parameters = null)
    : World<float>(Space(parameters ?? new()), actions: 3, timeLimit)
{
    private readonly AcrobotParameters _parameters = parameters ?? new();
    private AcrobotState _state;

    /// <summary>Where the links are. Setting it starts an episode from there.</summary>
    public AcrobotState State
    {
        get => _state;
        set
        {
            _state = value.IsFinite ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A state's numbers are finite.");
            Continue();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Three times as fast as the world's own 5 steps a second, as Gymnasium shows it.</remarks>
    public override double FramesPerSecond => 15;

    /// <inheritdoc/>
    public override Frame Render() => AcrobotRenderer.Draw(_state, _parameters);

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => _state = AcrobotRules.Start(random, _parameters);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _state = AcrobotRules.Next(_state, action, _parameters);
        var over = AcrobotRules.IsOver(_state);
        return (over ? 0 : -1, over);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation[0] = (float)Math.Cos(_state.Angle1);
        observation[1] = (float)Math.Sin(_state.Angle1);
        observation[2] = (float)Math.Cos(_state.Angle2);
        observation[3] = (float)Math.Sin(_state.Angle2);
        observation[4] = (float)_state.Velocity1;
        observation[5] = (float)_state.Velocity2;
    }

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_state.Angle1);
        writer.Write(_state.Angle2);
        writer.Write(_state.Velocity1);
        writer.Write(_state.Velocity2);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) =>
        _state = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    private static Box<float> Space(AcrobotParameters p)
    {
        float first = (float)p.VelocityLimit1, second = (float)p.VelocityLimit2;
        return new([6], [-1, -1, -1, -1, -first, -second], [1, 1, 1, 1, first, second]);
    }
}
