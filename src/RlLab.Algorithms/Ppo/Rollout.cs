namespace RlLab.Algorithms.Ppo;

/// <summary>The steps of all instances since the last update: [steps x instances, ...], in memory that is used again for the next rollout.</summary>
/// <param name="length">Steps of each instance.</param>
/// <param name="instances">How many instances there are.</param>
/// <param name="observationLength">Elements of one observation.</param>
/// <param name="kept">Numbers that are kept of an action.</param>
/// <param name="flags">Actions that have a flag which says whether they are allowed; 0 for none.</param>
[Checkpointed]
internal sealed partial class Rollout<TElement>(int length, int instances, int observationLength, int kept, int flags)
    where TElement : unmanaged
{
    private readonly TElement[] _observations = new TElement[length * instances * observationLength];
    private readonly float[] _actions = new float[length * instances * kept];
    private readonly bool[] _forbidden = new bool[length * instances * flags];
    private readonly float[] _logProbabilities = new float[length * instances];
    private readonly float[] _values = new float[length * instances];
    private readonly float[] _nextValues = new float[length * instances];
    private readonly float[] _rewards = new float[length * instances];
    private readonly bool[] _ended = new bool[length * instances];

    // The last observations of episodes that were cut, and the rows that they followed; then what is seen after the last step.
    private TElement[] _following = new TElement[2 * instances * observationLength];
    private int[] _cut = new int[instances];
    private int _cuts;

    [Rebuilt]
    private readonly float[] _advantages = new float[length * instances];

    /// <summary>Steps of each instance so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it holds all of its steps.</summary>
    public bool IsFull => Count == length;

    /// <summary>Steps of all instances.</summary>
    public int Rows => length * instances;

    /// <summary>Whether an action was forbidden in any step.</summary>
    public bool IsMasked { get; private set; }

    public int ObservationLength => observationLength;

    public int Kept => kept;

    public int Flags => flags;

    public ReadOnlySpan<TElement> Observations => _observations;

    public ReadOnlySpan<float> Actions => _actions;

    public ReadOnlySpan<bool> Forbidden => _forbidden;

    public ReadOnlySpan<float> LogProbabilities => _logProbabilities;

    public ReadOnlySpan<float> Values => _values;

    public ReadOnlySpan<float> Advantages => _advantages;

    /// <summary>Adds what an instance sees and does in the step that is under way.</summary>
    public void Act(
        int instance, ReadOnlySpan<TElement> observation, ReadOnlySpan<float> action, float logProbability, float value, ReadOnlySpan<bool> allowed)
    {
        var row = Count * instances + instance;
        observation.CopyTo(_observations.AsSpan(row * observationLength));
        action.CopyTo(_actions.AsSpan(row * kept));
        (_logProbabilities[row], _values[row]) = (logProbability, value);
        for (var other = 0; other < flags; other++)
        {
            _forbidden[row * flags + other] = !allowed[other];
            IsMasked |= !allowed[other];
        }
    }

    /// <summary>Adds what the step brought an instance.</summary>
    /// <param name="instance">The instance's number.</param>
    /// <param name="reward">What it earned.</param>
    /// <param name="terminated">Whether its episode ended by the task itself, so that nothing follows.</param>
    /// <param name="truncated">Whether its episode was cut from outside.</param>
    /// <param name="final">The last observation of an episode that ended.</param>
    public void Earn(int instance, float reward, bool terminated, bool truncated, ReadOnlySpan<TElement> final)
    {
        var row = Count * instances + instance;
        (_rewards[row], _nextValues[row], _ended[row]) = (reward, 0, terminated || truncated);
        if (truncated && !terminated)
        {
            if (_cuts == _cut.Length)
            {
                Array.Resize(ref _cut, 2 * _cuts);
                Array.Resize(ref _following, (2 * _cuts + instances) * observationLength);
            }

            final.CopyTo(_following.AsSpan(_cuts * observationLength));
            _cut[_cuts++] = row;
        }
    }

    /// <summary>The step that was under way is over.</summary>
    public void Advance() => Count++;

    /// <summary>Observations whose values <see cref="Estimate"/> needs: of the episodes that were cut, and what is seen now.</summary>
    /// <param name="observations">What is seen after the last step: [instances, ...].</param>
    public Memory<TElement> Following(ReadOnlySpan<TElement> observations)
    {
        observations.CopyTo(_following.AsSpan(_cuts * observationLength));
        return _following.AsMemory(0, (_cuts + instances) * observationLength);
    }

    /// <summary>Estimates the advantages.</summary>
    /// <param name="following">The values of <see cref="Following"/>.</param>
    /// <param name="discount">From 0 to 1.</param>
    /// <param name="lambda">From 0 to 1.</param>
    public void Estimate(ReadOnlySpan<float> following, double discount, double lambda)
    {
        for (var row = 0; row < Rows; row++)
        {
            if (!_ended[row])
            {
                _nextValues[row] = row + instances < Rows ? _values[row + instances] : following[_cuts + row + instances - Rows];
            }
        }

        for (var i = 0; i < _cuts; i++)
        {
            _nextValues[_cut[i]] = following[i];
        }

        Ppo.Advantages.Estimate(instances, _rewards, _values, _nextValues, _ended, discount, lambda, _advantages);
    }

    /// <summary>
    /// How much of the returns' variance the values had foreseen: 1 for all, 0 for none, less than 0 for worse than a constant; NaN where returns
    /// do not vary.
    /// </summary>
    public double ExplainedVariance()
    {
        var (returns, residuals) = (default(Moments), default(Moments));
        for (var row = 0; row < Rows; row++)
        {
            returns.Add((double)_advantages[row] + _values[row]);
            residuals.Add(_advantages[row]);
        }

        return returns.Variance == 0 ? double.NaN : 1 - residuals.Variance / returns.Variance;
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear() => (Count, _cuts, IsMasked) = (0, 0, false);
}
