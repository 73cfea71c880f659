namespace RlLab.Environments;

/// <summary>Balance a pole on a cart by pushing the cart; Gymnasium's CartPole-v1.</summary>
/// <remarks>
/// Observation: the four numbers of <see cref="CartPoleState"/> as float32. Actions: 0 pushes left, 1 pushes right. Reward: 1 a step,
/// the last included. Terminated where <see cref="CartPoleRules.IsOver"/>; truncated at the time limit.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 500 in CartPole-v1, 200 in v0, null for never.</param>
/// <param name="parameters">The constants; null for those of CartPole-v1.</param>
public sealed class CartPole(int? timeLimit = 500, CartPoleParameters? parameters = null)
    : World<float>(Space(parameters ?? new()), actions: 2, timeLimit)
{
    private readonly CartPoleParameters _parameters = parameters ?? new();
    private CartPoleState _state;

    /// <summary>Where cart and pole are. Setting it starts an episode from there.</summary>
    public CartPoleState State
    {
        get => _state;
        set
        {
            _state = value.IsFinite ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A state's numbers are finite.");
            Continue();
        }
    }

    /// <inheritdoc/>
    public override double FramesPerSecond => 1 / _parameters.TimeStep;

    /// <inheritdoc/>
    public override Frame Render() => CartPoleRenderer.Draw(_state, _parameters);

    internal static Box<float> Space(CartPoleParameters p)
    {
        float position = (float)(2 * p.PositionLimit), angle = (float)(2 * p.AngleLimit);
        const float any = float.PositiveInfinity;
        return new([4], [-position, -any, -angle, -any], [position, any, angle, any]);
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => _state = CartPoleRules.Start(random, _parameters);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _state = CartPoleRules.Next(_state, action, _parameters);
        return (1, CartPoleRules.IsOver(_state, _parameters));
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation[0] = (float)_state.Position;
        observation[1] = (float)_state.Velocity;
        observation[2] = (float)_state.Angle;
        observation[3] = (float)_state.AngularVelocity;
    }

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_state.Position);
        writer.Write(_state.Velocity);
        writer.Write(_state.Angle);
        writer.Write(_state.AngularVelocity);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) =>
        _state = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
