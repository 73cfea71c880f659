namespace RlLab.Environments;

/// <summary>Drive a car out of a valley with an engine too weak to do it without swinging; Gymnasium's MountainCar-v0.</summary>
/// <remarks>
/// Observation: position and velocity as float32. Actions: 0 drives left, 1 rolls, 2 drives right. Reward: -1 a step, the last included.
/// Terminated at the goal; truncated at the time limit.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 200 in MountainCar-v0, null for never.</param>
/// <param name="parameters">The constants; null for those of MountainCar-v0.</param>
public sealed class MountainCar(int? timeLimit = 200, MountainCarParameters? parameters = null)
    : World<float>(Space(parameters ?? new()), actions: 3, timeLimit)
{
    private readonly MountainCarParameters _parameters = parameters ?? new();
    private MountainCarState _state;

    /// <summary>Where the car is. Setting it starts an episode from there.</summary>
    public MountainCarState State
    {
        get => _state;
        set
        {
            _state = value.IsFinite ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A state's numbers are finite.");
            Continue();
        }
    }

    /// <inheritdoc/>
    public override double FramesPerSecond => 30;

    /// <inheritdoc/>
    public override Frame Render() => MountainCarRenderer.Draw(_state, _parameters);

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => _state = MountainCarRules.Start(random, _parameters);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _state = MountainCarRules.Next(_state, action, _parameters);
        return (-1, MountainCarRules.IsOver(_state, _parameters));
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation) =>
        (observation[0], observation[1]) = ((float)_state.Position, (float)_state.Velocity);

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_state.Position);
        writer.Write(_state.Velocity);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) => _state = new(reader.ReadDouble(), reader.ReadDouble());

    private static Box<float> Space(MountainCarParameters p)
    {
        if (p.LowestPosition > p.LowestStart || p.LowestStart > p.HighestStart || p.HighestStart > p.HighestPosition || p.Goal > p.HighestPosition)
        {
            throw new ArgumentException(
                $"The car starts between {p.LowestStart} and {p.HighestStart} in a world from {p.LowestPosition} to {p.HighestPosition} "
                + $"with its goal at {p.Goal}: the start must be a range within the world's ends, and the goal not beyond them.",
                "parameters");
        }

        var speed = (float)p.SpeedLimit;
        return new([2], [(float)p.LowestPosition, -speed], [(float)p.HighestPosition, speed]);
    }
}
