namespace RlLab.Algorithms.Dqn;

/// <summary>Draws transitions to learn from: all equally likely, or surprising ones more often.</summary>
/// <remarks>
/// Schaul, Quan, Antonoglou and Silver, "Prioritized experience replay" (2016), the proportional variant: transition i is drawn with
/// probability p_i^alpha / sum p^alpha, where p is the last temporal-difference error, and counts (N P(i))^-beta in the loss, scaled by
/// the largest such weight of the batch. A new transition has the highest priority seen so far.
/// </remarks>
internal sealed class ReplaySampler<TElement>(ReplayBuffer<TElement> replay, DqnOptions options, RandomGenerator random)
    where TElement : unmanaged
{
    private const double SmallestError = 1e-6;
    private readonly SumTree? _priorities = options.PriorityExponent > 0 ? new SumTree(replay.Capacity) : null;
    private double _highest = 1;
    private int _next;

    /// <summary>Notes that a transition was added. Call it for every slot, in order, also for an episode's last observation.</summary>
    public void Added()
    {
        if (_priorities is not null)
        {
            _priorities[_next] = _highest;
        }

        _next = (_next + 1) % replay.Capacity;
    }

    /// <summary>Draws transitions, with repetition.</summary>
    /// <param name="progress">How far training is, from 0 to 1: beta rises with it.</param>
    /// <param name="slots">Receives the slots.</param>
    /// <param name="weights">Receives what each counts in the loss, at most 1.</param>
    public void Draw(double progress, Span<int> slots, Span<float> weights)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            do
            {
                slots[i] = _priorities is null ? random.NextInt(replay.Count) : _priorities.Find(random.NextDouble() * _priorities.Total);
            }
            while (!replay.IsTransition(slots[i], options.NStep));
        }

        if (_priorities is null)
        {
            weights.Fill(1);
            return;
        }

        var correction = options.PriorityCorrection + (1 - options.PriorityCorrection) * progress;
        var highest = 0f;
        for (var i = 0; i < slots.Length; i++)
        {
            weights[i] = (float)Math.Pow(replay.Count * _priorities[slots[i]] / _priorities.Total, -correction);
            highest = Math.Max(highest, weights[i]);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= highest;
        }
    }

    /// <summary>Notes how large the errors of the drawn transitions turned out.</summary>
    /// <param name="slots">What was drawn.</param>
    /// <param name="errors">The temporal-difference errors, of either sign.</param>
    public void Learned(ReadOnlySpan<int> slots, ReadOnlySpan<float> errors)
    {
        if (_priorities is null)
        {
            return;
        }

        for (var i = 0; i < slots.Length; i++)
        {
            var priority = Math.Pow(Math.Abs(errors[i]) + SmallestError, options.PriorityExponent);
            _priorities[slots[i]] = priority;
            _highest = Math.Max(_highest, priority);
        }
    }
}
