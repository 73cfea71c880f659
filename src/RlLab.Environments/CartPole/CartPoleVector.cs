using System.Numerics;

namespace RlLab.Environments;

/// <summary>Many CartPoles stepped as one, in vector instructions; the same to the bit as single ones.</summary>
/// <remarks>Instance i is a <see cref="CartPole"/> that was reset with the seed <see cref="VectorSeed.Of"/>.</remarks>
public sealed class CartPoleVector : IVectorEnvironment<float, int>, IResumable
{
    private readonly CartPoleParameters _parameters;
    private readonly int _timeLimit;
    private readonly double[] _position, _velocity, _angle, _angularVelocity;
    private readonly int[] _steps;
    private readonly RandomGenerator?[] _random;
    private bool _running, _disposed;

    /// <summary>Builds the instances.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="timeLimit">After how many steps an episode is truncated: 500 in CartPole-v1, null for never.</param>
    /// <param name="parameters">The constants; null for those of CartPole-v1.</param>
    public CartPoleVector(int count, int? timeLimit = 500, CartPoleParameters? parameters = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _parameters = parameters ?? new();
        if (_parameters.AngleLimit > SmallAngle.Limit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parameters),
                _parameters.AngleLimit,
                "Vectorised, the pole may lean at most a quarter of pi; use VectorEnvironment with CartPole for more.");
        }

        _timeLimit = timeLimit ?? int.MaxValue;
        ArgumentOutOfRangeException.ThrowIfLessThan(_timeLimit, 1, nameof(timeLimit));
        (_position, _velocity, _angle, _angularVelocity) = (new double[count], new double[count], new double[count], new double[count]);
        _steps = new int[count];
        _random = new RandomGenerator?[count];
        ObservationSpace = CartPole.Space(_parameters);
    }

    /// <inheritdoc/>
    public int Count => _steps.Length;

    /// <inheritdoc/>
    public Box<float> ObservationSpace { get; }

    /// <inheritdoc/>
    public Space<int> ActionSpace { get; } = new Discrete(2);

    /// <summary>Where an instance's cart and pole are.</summary>
    /// <param name="instance">The instance's number.</param>
    public CartPoleState this[int instance]
    {
        get => new(_position[instance], _velocity[instance], _angle[instance], _angularVelocity[instance]);
        private set => (_position[instance], _velocity[instance], _angle[instance], _angularVelocity[instance]) =
            (value.Position, value.Velocity, value.Angle, value.AngularVelocity);
    }

    /// <inheritdoc/>
    public void Reset(Span<float> observations, long? seed = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        for (var i = 0; i < Count; i++)
        {
            if (seed is { } given)
            {
                _random[i] = new RandomGenerator(VectorSeed.Of(given, i));
            }

            Begin(i);
            Observe(i, observations);
        }

        _running = true;
    }

    /// <inheritdoc/>
    public void Step(
        ReadOnlySpan<int> actions,
        Span<float> observations,
        Span<float> rewards,
        Span<bool> terminated,
        Span<bool> truncated,
        Span<float> finalObservations)
    {
        Buffers.CheckStep(
            this, ObservationSpace, Count, actions.Length, observations, rewards.Length, terminated.Length, truncated.Length, finalObservations);
        if (!_running)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new InvalidOperationException("CartPoleVector has no running episodes: call Reset before the first Step.");
        }

        Check(actions);
        Move(actions);
        rewards.Fill(1);
        double positionLimit = _parameters.PositionLimit, angleLimit = _parameters.AngleLimit;
        for (var i = 0; i < actions.Length; i++)
        {
            Observe(i, observations);
            var over = !(Math.Abs(_position[i]) <= positionLimit && Math.Abs(_angle[i]) <= angleLimit);
            var cut = ++_steps[i] >= _timeLimit && !over;
            terminated[i] = over;
            truncated[i] = cut;
            if (over || cut)
            {
                var last = observations.Slice(4 * i, 4);
                if (!Finite.All<float>(last))
                {
                    throw NotFinite(i);
                }

                last.CopyTo(finalObservations[(4 * i)..]);
                Begin(i);
                Observe(i, observations);
            }
        }
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_running);
        for (var i = 0; _running && i < Count; i++)
        {
            _random[i]!.SaveState(writer);
            writer.Write(_steps[i]);
            writer.Write(_position[i]);
            writer.Write(_velocity[i]);
            writer.Write(_angle[i]);
            writer.Write(_angularVelocity[i]);
        }
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _running = reader.ReadBoolean();
        for (var i = 0; _running && i < Count; i++)
        {
            (_random[i] ??= new RandomGenerator(0)).RestoreState(reader);
            _steps[i] = reader.ReadInt32();
            this[i] = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (_running, _disposed) = (false, true);

    private void Check(ReadOnlySpan<int> actions)
    {
        if (actions.IndexOfAnyExceptInRange(0, 1) is >= 0 and var i)
        {
            throw RefusedAction.Outside($"Instance {i} of CartPole", ActionSpace, actions[i]);
        }
    }

    // Whatever is not finite leaves the track one step later, so that only ends need to be looked at.
    private NotFiniteNumberException NotFinite(int i)
    {
        _running = false;
        return new($"Instance {i} of CartPole came to {this[i]}: its constants are wrong.");
    }

    private void Begin(int i)
    {
        var random = _random[i] ?? throw new InvalidOperationException("CartPoleVector has no generators yet: the first Reset must give a seed.");
        this[i] = CartPoleRules.Start(random, _parameters);
        _steps[i] = 0;
    }

    private void Observe(int i, Span<float> observations)
    {
        var observation = observations.Slice(4 * i, 4);
        observation[3] = (float)_angularVelocity[i];
        observation[0] = (float)_position[i];
        observation[1] = (float)_velocity[i];
        observation[2] = (float)_angle[i];
    }

    // The rules again, operation for operation as CartPoleRules.Next has them, which steps what does not fill a vector.
    private void Move(ReadOnlySpan<int> actions)
    {
        var p = _parameters;
        var (timeStep, totalMass, poleMassLength) = (Vector.Create(p.TimeStep), Vector.Create(p.TotalMass), Vector.Create(p.PoleMassLength));
        Vector<double> left = Vector.Create(-p.Force), right = Vector.Create(p.Force);
        var i = 0;
        for (; i <= actions.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector.Widen(Vector.Equals(new Vector<int>(actions[i..]), Vector<int>.One), out var low, out var high);
            Next(i, Vector.ConditionalSelect(low, right, left));
            Next(i + Vector<double>.Count, Vector.ConditionalSelect(high, right, left));
        }

        for (; i < actions.Length; i++)
        {
            this[i] = CartPoleRules.Next(this[i], actions[i], p);
        }

        void Next(int at, Vector<double> force)
        {
            Vector<double> velocity = new(_velocity, at), angle = new(_angle, at), turning = new(_angularVelocity, at);
            var (sin, cos) = SmallAngle.SinCos(angle);
            var push = (force + poleMassLength * (turning * turning) * sin) / totalMass;
            var angular = (Vector.Create(p.Gravity) * sin - cos * push)
                / (Vector.Create(p.HalfLength) * (Vector.Create(4.0 / 3.0) - Vector.Create(p.PoleMass) * (cos * cos) / totalMass));
            var linear = push - poleMassLength * angular * cos / totalMass;
            (new Vector<double>(_position, at) + timeStep * velocity).CopyTo(_position, at);
            (velocity + timeStep * linear).CopyTo(_velocity, at);
            (angle + timeStep * turning).CopyTo(_angle, at);
            (turning + timeStep * angular).CopyTo(_angularVelocity, at);
        }
    }
}
