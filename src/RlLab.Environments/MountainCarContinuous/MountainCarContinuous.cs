namespace RlLab.Environments;

/// <summary>MountainCar with an engine that pushes as hard as it is told; Gymnasium's MountainCarContinuous-v0.</summary>
/// <remarks>
/// Observation: position and velocity, float32 as the rules keep them. Action: a push from -1 to 1, an array of one number. Reward: minus a
/// tenth of the push's square, and 100 at the goal. Terminated at 0.45, not rolling back; truncated at the time limit.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 999 in MountainCarContinuous-v0, null for never.</param>
public sealed class MountainCarContinuous(int? timeLimit = 999) : World<float, float[]>(Observations, Pushes, timeLimit)
{
    private static readonly MountainCarParameters Valley = new() { Goal = 0.45 };
    private static readonly Box<float> Observations = new([2], [-1.2f, -0.07f], [0.6f, 0.07f]);
    private static readonly Box<float> Pushes = new(-1f, 1f, 1);

    private float _position, _velocity;

    /// <summary>Where the car is. Setting it starts an episode from there.</summary>
    public MountainCarState State
    {
        get => new(_position, _velocity);
        set
        {
            (_position, _velocity) = value.IsFinite
                ? ((float)value.Position, (float)value.Velocity)
                : throw new ArgumentOutOfRangeException(nameof(value), value, "A state's numbers are finite.");
            Continue();
        }
    }

    /// <inheritdoc/>
    public override double FramesPerSecond => 30;

    /// <inheritdoc/>
    public override Frame Render() => MountainCarRenderer.Draw(State, Valley);

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => (_position, _velocity) = ((float)random.NextDouble(-0.6, -0.4), 0);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(float[] action)
    {
        // In float32, one operation after the other, as Gymnasium computes it; the cosine alone is a double's.
        const float power = 0.0015f, speed = 0.07f, left = -1.2f, right = 0.6f, goal = 0.45f;
        var push = action[0];
        var slope = (float)(0.0025 * Math.Cos(3 * _position));
        _velocity = Math.Clamp(_velocity + (push * power - slope), -speed, speed);
        _position = Math.Clamp(_position + _velocity, left, right);
        if (_position == left && _velocity < 0)
        {
            _velocity = 0;
        }

        var isThere = _position >= goal && _velocity >= 0;
        return ((isThere ? 100 : 0) - Math.Pow(push, 2) * 0.1, isThere);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation) => (observation[0], observation[1]) = (_position, _velocity);

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_position);
        writer.Write(_velocity);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) => (_position, _velocity) = (reader.ReadSingle(), reader.ReadSingle());
}
