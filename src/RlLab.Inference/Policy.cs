using System.Numerics.Tensors;

namespace RlLab.Inference;

/// <summary>A policy that RlLab has trained and <c>export --format onnx</c> has written: actions from observations.</summary>
/// <remarks>
/// Its methods allocate nothing. It computes in memory of its own, so one thread at a time may ask it; another thread has a <see cref="Copy"/>.
/// </remarks>
public sealed class Policy
{
    private readonly OnnxFile _file;
    private readonly Network _network;
    private readonly float[] _weights;

    private Policy(OnnxFile file)
    {
        var facts = new Facts(file.Metadata);
        (_file, Metadata) = (file, file.Metadata);
        SeesBytes = facts.Word("rllab.observation.type", "float32", "uint8") == "uint8";
        ObservationShape = facts.Shape("rllab.observation.shape");
        _network = Network.Of(file, ObservationShape);
        ObservationLow = facts.Bounds("rllab.observation.low", ObservationLength);
        ObservationHigh = facts.Bounds("rllab.observation.high", ObservationLength);
        IsDiscrete = facts.Word("rllab.action.space", "discrete", "box") == "discrete";
        Actions = IsDiscrete ? facts.Count("rllab.action.count") : 0;
        ActionLength = IsDiscrete ? 1 : Value.Of(facts.Shape("rllab.action.shape")).Length;
        ActionLow = IsDiscrete ? [] : facts.Bounds("rllab.action.low", ActionLength);
        ActionHigh = IsDiscrete ? [] : facts.Bounds("rllab.action.high", ActionLength);
        _ = facts.Word("rllab.action.choice", IsDiscrete ? ["greatest", "drawn"] : ["given"]);
        _weights = new float[Actions];
        var outputs = IsDiscrete ? Actions : ActionLength;
        if (_network.Output.Shape is not [1, var found] || found != outputs)
        {
            throw new InvalidDataException($"its network gives [{string.Join(", ", _network.Output.Shape)}], and its actions need [1, {outputs}].");
        }
    }

    /// <summary>The size of each dimension of an observation, row-major.</summary>
    public IReadOnlyList<int> ObservationShape { get; }

    /// <summary>How many elements an observation has.</summary>
    public int ObservationLength => _network.Input.Length;

    /// <summary>Whether observations are bytes, as of pixels; else they are float32.</summary>
    public bool SeesBytes { get; }

    /// <summary>The smallest value of each element of an observation; -infinity where there is none.</summary>
    public IReadOnlyList<float> ObservationLow { get; }

    /// <summary>The largest value of each element of an observation; infinity where there is none.</summary>
    public IReadOnlyList<float> ObservationHigh { get; }

    /// <summary>Whether an action is one of some, by its number; else it is an array of numbers.</summary>
    public bool IsDiscrete { get; }

    /// <summary>How many actions there are to choose from; 0 where an action is an array of numbers.</summary>
    public int Actions { get; }

    /// <summary>How many numbers an action has; 1 where it is one of some.</summary>
    public int ActionLength { get; }

    /// <summary>The smallest value of each element of an action; empty where it is one of some.</summary>
    public IReadOnlyList<float> ActionLow { get; }

    /// <summary>The largest value of each element of an action; empty where it is one of some.</summary>
    public IReadOnlyList<float> ActionHigh { get; }

    /// <summary>What the file says of itself: <c>rllab.experiment</c>, <c>rllab.run</c>, <c>rllab.checkpoint</c> and what stands above.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// What the network gave at the last call: a value or a log-probability of each action, or the action itself. The next call writes over it.
    /// </summary>
    public ReadOnlySpan<float> Outputs => _network.Output.Elements;

    /// <summary>Reads a policy from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none of RlLab's export, or a damaged one; the message says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Policy Load(string path) => Load(File.ReadAllBytes(path), path);

    /// <summary>Reads a policy from a stream, to its end: a resource of a program, say.</summary>
    /// <param name="file">The stream; the caller disposes of it.</param>
    /// <exception cref="InvalidDataException">It is none of RlLab's export, or a damaged one; the message says what is wrong.</exception>
    public static Policy Load(Stream file)
    {
        using var content = new MemoryStream();
        file.CopyTo(content);
        return Load(content.ToArray(), "The stream");
    }

    /// <summary>The same policy with memory of its own, for another thread.</summary>
    public Policy Copy() => new(_file);

    /// <summary>The best action: the one that the network gives the highest number; of several, the first.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed. Empty where all are.</param>
    /// <exception cref="ArgumentException">
    /// The observation is of another length, the flags are not as many as the actions, or no action is allowed.
    /// </exception>
    /// <exception cref="InvalidOperationException">Actions are arrays of numbers, or observations bytes.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    public int Act(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Greatest(allowed);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed. Empty where all are.</param>
    /// <exception cref="ArgumentException">As of the other overload.</exception>
    /// <exception cref="InvalidOperationException">Actions are arrays of numbers, or observations float32.</exception>
    public int Act(ReadOnlySpan<byte> observation, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Greatest(allowed);
    }

    /// <summary>Draws an action with the probability that the network gives it; where some are not allowed, in proportion among the others.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="random">A number from 0 to 1, without 1: <c>generator.NextDouble()</c>.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed. Empty where all are.</param>
    /// <exception cref="ArgumentException">As of <see cref="Act(ReadOnlySpan{float}, ReadOnlySpan{bool})"/>, or the number is another.</exception>
    /// <exception cref="InvalidOperationException">The policy was not trained by drawing: its outputs are no log-probabilities.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    public int Draw(ReadOnlySpan<float> observation, double random, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Drawn(random, allowed);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="random">A number from 0 to 1, without 1.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed. Empty where all are.</param>
    /// <exception cref="ArgumentException">As of the other overload.</exception>
    /// <exception cref="InvalidOperationException">As of the other overload, or observations are float32.</exception>
    public int Draw(ReadOnlySpan<byte> observation, double random, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Drawn(random, allowed);
    }

    /// <summary>The best action, where it is an array of numbers; within its bounds.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="action">Receives it, as long as <see cref="ActionLength"/>.</param>
    /// <exception cref="ArgumentException">The observation or the action is of another length.</exception>
    /// <exception cref="InvalidOperationException">An action is one of some, or observations bytes.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    public void Act(ReadOnlySpan<float> observation, Span<float> action)
    {
        Run(observation);
        Given(action);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="action">Receives it, as long as <see cref="ActionLength"/>.</param>
    /// <exception cref="ArgumentException">As of the other overload.</exception>
    /// <exception cref="InvalidOperationException">An action is one of some, or observations float32.</exception>
    public void Act(ReadOnlySpan<byte> observation, Span<float> action)
    {
        Run(observation);
        Given(action);
    }

    private static Policy Load(byte[] content, string name)
    {
        try
        {
            return new Policy(OnnxFile.Read(content));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{name} is no policy that can be played: {e.Message}", e);
        }
    }

    private void Run(ReadOnlySpan<float> observation)
    {
        Check(observation.Length, SeesBytes, "float32");
        observation.CopyTo(_network.Input.Elements);
        _network.Run();
    }

    private void Run(ReadOnlySpan<byte> observation)
    {
        Check(observation.Length, !SeesBytes, "bytes");
        TensorPrimitives.ConvertTruncating(observation, _network.Input.Elements.AsSpan());
        _network.Run();
    }

    private void Check(int length, bool isOther, string given)
    {
        if (isOther)
        {
            throw new InvalidOperationException($"The policy sees {(SeesBytes ? "bytes" : "float32")}, and was given {given}.");
        }

        if (length != ObservationLength)
        {
            throw new ArgumentException($"The policy sees {ObservationLength} numbers, and was given {length}.", "observation");
        }
    }

    private int Greatest(ReadOnlySpan<bool> allowed)
    {
        CheckScores(allowed);
        var best = Math.Max(0, allowed.IndexOf(true));
        var outputs = Outputs;
        for (var action = best + 1; action < outputs.Length; action++)
        {
            if (outputs[action] > outputs[best] && (allowed.IsEmpty || allowed[action]))
            {
                best = action;
            }
        }

        return best;
    }

    private int Drawn(double random, ReadOnlySpan<bool> allowed)
    {
        if (Metadata["rllab.action.choice"] != "drawn")
        {
            throw new InvalidOperationException("The policy's outputs are no log-probabilities, so that no action can be drawn by them: use Act.");
        }

        if (random is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(random), random, "An action is drawn by a number from 0 to 1, without 1.");
        }

        CheckScores(allowed);
        var outputs = Outputs;
        var (highest, sum) = (float.NegativeInfinity, 0.0);
        for (var action = 0; action < outputs.Length; action++)
        {
            highest = allowed.IsEmpty || allowed[action] ? Math.Max(highest, outputs[action]) : highest;
        }

        for (var action = 0; action < outputs.Length; action++)
        {
            _weights[action] = allowed.IsEmpty || allowed[action] ? MathF.Exp(outputs[action] - highest) : 0;
            sum += _weights[action];
        }

        // Rounding may leave a little of the sum behind the last action that has any probability.
        var (left, chosen) = (random * sum, 0);
        for (var action = 0; action < outputs.Length && left >= 0; action++)
        {
            (chosen, left) = _weights[action] > 0 ? (action, left - _weights[action]) : (chosen, left);
        }

        return chosen;
    }

    private void Given(Span<float> action)
    {
        if (IsDiscrete)
        {
            throw new InvalidOperationException($"The policy chooses one of {Actions} actions, which is a number: Act(observation).");
        }

        if (action.Length != ActionLength)
        {
            throw new ArgumentException(
                $"An action of the policy has {ActionLength} numbers, and there is room for {action.Length}.", nameof(action));
        }

        ThrowIfNaN();
        Outputs.CopyTo(action);
    }

    private void CheckScores(ReadOnlySpan<bool> allowed)
    {
        if (!IsDiscrete)
        {
            throw new InvalidOperationException($"An action of the policy has {ActionLength} numbers: Act(observation, action).");
        }

        if (!allowed.IsEmpty && (allowed.Length != Actions || !allowed.Contains(true)))
        {
            throw new ArgumentException(
                $"Of {Actions} actions {allowed.Length} have a flag, and {allowed.Count(true)} are allowed; each needs a flag, and one must be "
                + "allowed.",
                nameof(allowed));
        }

        ThrowIfNaN();
    }

    private void ThrowIfNaN()
    {
        if (TensorPrimitives.IsNaNAny(Outputs))
        {
            throw new ArithmeticException("The network gave NaN: the observation has a NaN in it, or the weights have.");
        }
    }
}
