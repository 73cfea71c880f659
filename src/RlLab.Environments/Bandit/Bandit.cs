namespace RlLab.Environments;

/// <summary>Several arms, each paying by chance: find the one that pays best, and lose little on the way.</summary>
/// <remarks>
/// Observation: the constant 1. Action: the arm to pull. Reward: what it pays. It goes on until the time limit truncates it. Infos:
/// <c>regret</c>, how much less the pulls since the reset have paid on average than the best arm would have (Lai and Robbins, 1985, with
/// means and not with what was drawn), and <c>optimal</c>, 1 where the last pull was of an arm as good as the best.
/// </remarks>
public sealed class Bandit : World<float>
{
    private readonly BanditArm[] _arms;
    private readonly int[] _pulls;
    private readonly double _best;
    private int _last = -1;

    /// <summary>A bandit.</summary>
    /// <param name="arms">Its arms, at least one, each with a finite mean; <see cref="BanditSettings"/> makes usual ones.</param>
    /// <param name="timeLimit">After how many pulls an episode is truncated; null for never.</param>
    public Bandit(IReadOnlyList<BanditArm> arms, int? timeLimit = null)
        : base(new Box<float>(1, 1, 1), Check(arms), timeLimit)
    {
        _arms = [.. arms];
        _pulls = new int[_arms.Length];
        _best = _arms.Max(arm => arm.Mean);
    }

    /// <summary>The arms.</summary>
    public IReadOnlyList<BanditArm> Arms => _arms;

    /// <summary>How often each arm was pulled since the reset.</summary>
    public IReadOnlyList<int> Pulls => _pulls;

    /// <summary>How much less the pulls since the reset have paid, on average, than the best arm would have.</summary>
    public double Regret
    {
        get
        {
            var regret = 0.0;
            for (var i = 0; i < _arms.Length; i++)
            {
                regret += _pulls[i] * (_best - _arms[i].Mean);
            }

            return regret;
        }
    }

    /// <inheritdoc/>
    public override double FramesPerSecond => 20;

    /// <inheritdoc/>
    public override Frame Render() => BanditRenderer.Draw(this);

    /// <inheritdoc/>
    public override IReadOnlyList<string> InfoNames { get; } = ["regret", "optimal"];

    /// <inheritdoc/>
    public override bool TryGetInfo(string name, out double value)
    {
        (var known, value) = name switch
        {
            "regret" => (true, Regret),
            "optimal" => (true, _last >= 0 && _arms[_last].Mean == _best ? 1 : 0),
            _ => (false, 0),
        };
        return known;
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random)
    {
        Array.Clear(_pulls);
        _last = -1;
    }

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _pulls[action]++;
        _last = action;
        return (_arms[action].Pull(Random), false);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation) => observation[0] = 1;

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_last);
        foreach (var pulls in _pulls)
        {
            writer.Write(pulls);
        }
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader)
    {
        _last = reader.ReadInt32();
        for (var i = 0; i < _pulls.Length; i++)
        {
            _pulls[i] = reader.ReadInt32();
        }
    }

    private static int Check(IReadOnlyList<BanditArm> arms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms.Count, 1, nameof(arms));
        for (var i = 0; i < arms.Count; i++)
        {
            if (!double.IsFinite(arms[i].Mean))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(arms), arms[i].Mean, $"Arm {i} pays {arms[i].Mean} on average; that must be a finite number.");
            }
        }

        return arms.Count;
    }
}
