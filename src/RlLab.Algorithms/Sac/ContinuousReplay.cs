using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Sac;

/// <summary>Remembers the last transitions of a world with continuous actions.</summary>
/// <remarks>A <see cref="ReplayBuffer{TElement}"/>, and an action to each of its slots.</remarks>
[Checkpointed]
public sealed partial class ContinuousReplay
{
    private readonly ReplayBuffer<float> _replay;
    private readonly float[] _actions;
    private readonly int _elements;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many slots it has: transitions, and one more for each episode's end.</param>
    /// <param name="observationLength">Elements of one observation.</param>
    /// <param name="actionLength">Elements of one action.</param>
    public ContinuousReplay(int capacity, int observationLength, int actionLength)
    {
        // With fewer, an episode's end and the next one's start could be all that it holds.
        _replay = new ReplayBuffer<float>(Require.AtLeast(capacity, 3), observationLength);
        _elements = Require.AtLeast(actionLength, 1);
        _actions = new float[(long)capacity * actionLength];
    }

    /// <summary>Elements of one observation.</summary>
    public int ObservationLength => _replay.StackLength;

    /// <summary>Elements of one action.</summary>
    public int ActionLength => _elements;

    /// <summary>Starts an episode.</summary>
    /// <param name="observation">Its first observation.</param>
    public void Begin(ReadOnlySpan<float> observation) => _replay.Begin(observation);

    /// <summary>Adds what came of an action on the newest observation.</summary>
    /// <param name="action">The action.</param>
    /// <param name="step">Its reward, and whether the episode ended.</param>
    /// <param name="next">The observation after it.</param>
    public void Add(ReadOnlySpan<float> action, StepResult step, ReadOnlySpan<float> next)
    {
        action.CopyTo(Action(_replay.Newest));
        _replay.Add(0, step, next);
    }

    /// <summary>Draws a transition, all equally likely.</summary>
    /// <param name="random">What to draw from.</param>
    /// <returns>Its slot.</returns>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public int Draw(RandomGenerator random)
    {
        if (_replay.Count < 2)
        {
            throw new InvalidOperationException("Replay holds no transition yet: draw after the first Add.");
        }

        // Of three slots in a row at least one holds a transition.
        while (true)
        {
            var slot = random.NextInt(_replay.Count);
            if (_replay.IsTransition(slot, steps: 1))
            {
                return slot;
            }
        }
    }

    /// <summary>Copies a transition out.</summary>
    /// <param name="slot">One that was drawn.</param>
    /// <param name="discount">The discount of later rewards.</param>
    /// <param name="observation">Receives what was seen.</param>
    /// <param name="action">Receives what was done.</param>
    /// <param name="next">Receives what was seen after it.</param>
    /// <returns>The reward, and what the value of what follows counts: the discount, or 0 where the episode terminated.</returns>
    public (float Reward, float NextWeight) Copy(int slot, double discount, Span<float> observation, Span<float> action, Span<float> next)
    {
        var transition = _replay.Copy(slot, steps: 1, discount, observation, next);
        Action(slot).CopyTo(action);
        return (transition.Reward, transition.NextWeight);
    }

    private Span<float> Action(int slot) => _actions.AsSpan(slot * _elements, _elements);
}
