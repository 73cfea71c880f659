namespace RlLab.Algorithms.Dqn;

/// <summary>Draws transitions to learn from: all equally likely, or surprising ones more often.</summary>
/// <remarks>
/// Schaul, Quan, Antonoglou and Silver, "Prioritized experience replay" (2016), the proportional variant: transition i is drawn with
/// probability p_i^alpha / sum p^alpha, where p is the last temporal-difference error, and counts (N P(i))^-beta in the loss, scaled by
/// the largest such weight of the batch. A new transition has the highest priority seen so far.
/// </remarks>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <param name="replay">Where the transitions are.</param>
/// <param name="options">Steps of a return, and the exponents of priorities and weights.</param>
/// <param name="random">What to draw from.</param>
[Checkpointed]
public sealed partial class ReplaySampler<TElement>([Rebuilt] ReplayBuffer<TElement> replay, DqnOptions options, RandomGenerator random)
    where TElement : unmanaged
{
    private const double SmallestError = 1e-6;

    // Few slots hold no transition, so almost always the first draw finds one; what is left over is found by going through all.
    private const int Attempts = 1_000;

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
    /// <exception cref="InvalidOperationException">No transition has all of its rewards yet.</exception>
    public void Draw(double progress, Span<int> slots, Span<float> weights)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = DrawSlot();
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
    /// <exception cref="DivergedException">One is not finite.</exception>
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

    private int DrawSlot()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var slot = _priorities is null ? random.NextInt(replay.Count) : _priorities.Find(random.NextDouble() * _priorities.Total);
            if (replay.IsTransition(slot, options.NStep))
            {
                return slot;
            }
        }

        return SearchSlot();
    }

    /// <summary>The same draw by going through all slots, for when almost all weight lies on slots that hold no transition.</summary>
    private int SearchSlot()
    {
        var (total, last) = (0.0, -1);
        for (var slot = 0; slot < replay.Count; slot++)
        {
            if (replay.IsTransition(slot, options.NStep))
            {
                (total, last) = (total + Weight(slot), slot);
            }
        }

        if (last < 0)
        {
            throw new InvalidOperationException(
                $"None of the {replay.Count} slots of replay holds a transition with the {options.NStep} rewards that NStep asks for: draw later.");
        }

        var left = random.NextDouble() * total;
        for (var slot = 0; slot < last; slot++)
        {
            if (replay.IsTransition(slot, options.NStep) && (left -= Weight(slot)) < 0)
            {
                return slot;
            }
        }

        return last;
    }

    private double Weight(int slot) => _priorities is null ? 1 : _priorities[slot];
}
