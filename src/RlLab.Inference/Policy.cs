using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace RlLab.Inference;

/// <summary>A policy that RlLab has trained and <c>export --format onnx</c> has written: actions from observations.</summary>
/// <remarks>
/// Its methods allocate nothing. It computes in memory of its own, so one thread at a time may ask it; another thread has a <see cref="Copy"/>.
/// </remarks>
public sealed class Policy
{
    private readonly OnnxFile _file;
    private readonly Network _network;
    private readonly bool _isDrawn;

    private Policy(OnnxFile file)
    {
        var facts = new Facts(file.Metadata);
        (_file, Metadata) = (file, file.Metadata);
        SeesBytes = facts.Word("rllab.observation.type", "float32", "uint8") == "uint8";
        ObservationShape = facts.Shape("rllab.observation.shape");
        _network = Network.Of(file, ObservationShape);
        ObservationLow = facts.Bounds("rllab.observation.low", ObservationLength);
        ObservationHigh = facts.Bounds("rllab.observation.high", ObservationLength);
        Actions = facts.Word("rllab.action.space", "discrete", "multi-discrete", "box") switch
        {
            "discrete" => [facts.Count("rllab.action.count")],
            "multi-discrete" => facts.Shape("rllab.action.counts"),
            _ => [],
        };
        IsContinuous = Actions.Count == 0;
        ActionLength = IsContinuous ? Value.Of(facts.Shape("rllab.action.shape")).Length : Actions.Count;
        ActionLow = IsContinuous ? facts.Bounds("rllab.action.low", ActionLength) : [];
        ActionHigh = IsContinuous ? facts.Bounds("rllab.action.high", ActionLength) : [];
        _isDrawn = facts.Word("rllab.action.choice", IsContinuous ? ["given"] : ["greatest", "drawn"]) == "drawn";
        var outputs = IsContinuous ? ActionLength : Actions.Sum(count => (long)count);
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

    /// <summary>Whether an action is an array of real numbers; else it is the number of one of some, or several such choices at once.</summary>
    public bool IsContinuous { get; }

    /// <summary>How many actions there are to choose from, for each choice; one choice, most often. Empty where actions are continuous.</summary>
    public IReadOnlyList<int> Actions { get; }

    /// <summary>How many numbers an action has: choices, or the elements of a continuous one.</summary>
    public int ActionLength { get; }

    /// <summary>The smallest value of each element of a continuous action; else empty.</summary>
    public IReadOnlyList<float> ActionLow { get; }

    /// <summary>The largest value of each element of a continuous action; else empty.</summary>
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
    /// <exception cref="InvalidOperationException">An action is not one of some, or observations are bytes.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    [OverloadResolutionPriority(1)] // So that the numbers of [1, 0] are float32, where they could be either.
    public int Act(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Choosing.Best(Scores(allowed), allowed);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <inheritdoc cref="Act(ReadOnlySpan{float}, ReadOnlySpan{bool})"/>
    public int Act(ReadOnlySpan<byte> observation, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Choosing.Best(Scores(allowed), allowed);
    }

    /// <summary>Draws an action with the probability that the network gives it; where some are not allowed, in proportion among the others.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="random">A number from 0 to 1, without 1: <c>generator.NextDouble()</c>.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed. Empty where all are.</param>
    /// <exception cref="ArgumentException">
    /// The observation is of another length, the flags are not as many as the actions, no action is allowed, or the number is another.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// An action is not one of some, observations are bytes, or the policy was not trained by drawing: its outputs are no log-probabilities.
    /// </exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    [OverloadResolutionPriority(1)]
    public int Draw(ReadOnlySpan<float> observation, double random, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Choosing.Draw(LogProbabilities(allowed), random, allowed);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <inheritdoc cref="Draw(ReadOnlySpan{float}, double, ReadOnlySpan{bool})"/>
    public int Draw(ReadOnlySpan<byte> observation, double random, ReadOnlySpan<bool> allowed = default)
    {
        Run(observation);
        return Choosing.Draw(LogProbabilities(allowed), random, allowed);
    }

    /// <summary>The best action, where it is continuous; within its bounds.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="action">Receives it, as long as <see cref="ActionLength"/>.</param>
    /// <exception cref="ArgumentException">The observation or the action is of another length.</exception>
    /// <exception cref="InvalidOperationException">Actions are not continuous, or observations are bytes.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    [OverloadResolutionPriority(1)]
    public void Act(ReadOnlySpan<float> observation, Span<float> action)
    {
        Run(observation);
        Give(action);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <inheritdoc cref="Act(ReadOnlySpan{float}, Span{float})"/>
    public void Act(ReadOnlySpan<byte> observation, Span<float> action)
    {
        Run(observation);
        Give(action);
    }

    /// <summary>The best action of each choice, where there are several at once.</summary>
    /// <param name="observation">What is seen, as long as <see cref="ObservationLength"/>.</param>
    /// <param name="action">Receives the number of an action for each choice, as long as <see cref="ActionLength"/>.</param>
    /// <exception cref="ArgumentException">The observation or the action is of another length.</exception>
    /// <exception cref="InvalidOperationException">Actions are continuous, or observations are bytes.</exception>
    /// <exception cref="ArithmeticException">The network gave NaN, as it does where the observation has it.</exception>
    [OverloadResolutionPriority(1)]
    public void Act(ReadOnlySpan<float> observation, Span<int> action)
    {
        Run(observation);
        Choose(action);
    }

    /// <summary>As the other overload, of an observation of bytes.</summary>
    /// <inheritdoc cref="Act(ReadOnlySpan{float}, Span{int})"/>
    public void Act(ReadOnlySpan<byte> observation, Span<int> action)
    {
        Run(observation);
        Choose(action);
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

    /// <summary>A number for each action of the one choice that there is.</summary>
    private ReadOnlySpan<float> Scores(ReadOnlySpan<bool> allowed)
    {
        if (Actions is not [var count])
        {
            throw new InvalidOperationException($"An action of the policy has {ActionLength} numbers: Act(observation, action) receives them.");
        }

        if (!allowed.IsEmpty && (allowed.Length != count || !allowed.Contains(true)))
        {
            throw new ArgumentException(
                $"Of {count} actions {allowed.Length} have a flag, and {allowed.Count(true)} are allowed; each needs a flag, and one must be "
                + "allowed.",
                nameof(allowed));
        }

        Choosing.ThrowIfNaN(Outputs);
        return Outputs;
    }

    private ReadOnlySpan<float> LogProbabilities(ReadOnlySpan<bool> allowed) => _isDrawn
        ? Scores(allowed)
        : throw new InvalidOperationException("The policy's outputs are no log-probabilities, so that no action can be drawn by them: use Act.");

    private void Choose(Span<int> action)
    {
        CheckAction(action.Length, isOther: IsContinuous);
        var outputs = Outputs;
        for (var choice = 0; choice < action.Length; choice++)
        {
            action[choice] = Choosing.Best(outputs[..Actions[choice]], []);
            outputs = outputs[Actions[choice]..];
        }
    }

    private void Give(Span<float> action)
    {
        CheckAction(action.Length, isOther: !IsContinuous);
        Outputs.CopyTo(action);
    }

    private void CheckAction(int length, bool isOther)
    {
        if (isOther)
        {
            throw new InvalidOperationException(
                IsContinuous ? "The policy's actions are float32." : $"The policy chooses among {string.Join(" and ", Actions)} actions, by int.");
        }

        if (length != ActionLength)
        {
            throw new ArgumentException($"An action of the policy has {ActionLength} numbers, and there is room for {length}.", "action");
        }

        Choosing.ThrowIfNaN(Outputs);
    }
}
