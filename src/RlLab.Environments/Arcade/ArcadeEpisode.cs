namespace RlLab.Environments;

/// <summary>An Atari game as the arcade experiments play it: its waiting times are skipped, and its points become small rewards.</summary>
/// <remarks>
/// A positive reward r becomes log base 1000 of r; a lost life adds -0.43; the end of an episode with lives left adds +10. Without
/// shaping, rewards are the game's own, those of skipped steps included, which suits evaluation.
/// </remarks>
public sealed class ArcadeEpisode : Wrapper<byte, int>
{
    private const double LostLifeReward = -0.43;
    private const double SurvivalReward = 10;
    private readonly bool _shapeRewards;
    private readonly int _startSkip, _startAction, _lostLifeSkip;
    private double _lives;

    /// <summary>Plays a game so.</summary>
    /// <param name="inner">The game, with the info <c>lives</c>; disposed with this one.</param>
    /// <param name="shapeRewards">Whether rewards are changed so, for training.</param>
    /// <param name="startSkip">Steps skipped at the start of an episode, 0 or more. Default: 80.</param>
    /// <param name="startAction">What is done in them. Default: 3.</param>
    /// <param name="lostLifeSkip">Steps skipped after a lost life, without acting, 0 or more. Default: 36.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is negative, or the game has no such action.</exception>
    public ArcadeEpisode(IEnvironment<byte, int> inner, bool shapeRewards, int startSkip = 80, int startAction = 3, int lostLifeSkip = 36)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startSkip);
        ArgumentOutOfRangeException.ThrowIfNegative(lostLifeSkip);
        if (startSkip > 0 && !inner.ActionSpace.Contains(startAction))
        {
            throw new ArgumentOutOfRangeException(
                nameof(startAction), startAction, $"The game has no action {startAction}; its actions are {inner.ActionSpace}.");
        }

        (_shapeRewards, _startSkip, _startAction, _lostLifeSkip) = (shapeRewards, startSkip, startAction, lostLifeSkip);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The game has no info <c>lives</c>, or was over within the steps skipped at its start.</exception>
    public override void Reset(Span<byte> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        if (Skip(_startSkip, _startAction, observation).Done)
        {
            throw new InvalidOperationException(
                $"The game was over within the {_startSkip} steps of action {_startAction} skipped at its start; skip fewer.");
        }

        if (!Inner.TryGetInfo("lives", out _lives))
        {
            throw new InvalidOperationException(
                $"{Buffers.Name(Inner)} does not tell how many lives are left (the info lives), by which lost ones are known.");
        }
    }

    /// <inheritdoc/>
    public override StepResult Step(int action, Span<byte> observation)
    {
        var step = Inner.Step(action, observation);
        var points = step.Reward;
        var reward = points > 0 ? Math.Log(points, 1000) : points;
        if (Inner.TryGetInfo("lives", out var lives) && lives < _lives)
        {
            reward += LostLifeReward;
            if (!step.Done)
            {
                step = Skip(_lostLifeSkip, action: 0, observation);
                points += step.Reward;

                // Another life can be lost while this one's loss is waited for.
                Inner.TryGetInfo("lives", out lives);
            }
        }

        _lives = lives;
        if (step.Done && lives > 0)
        {
            reward += SurvivalReward;
        }

        return step with { Reward = _shapeRewards ? reward : points };
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(_lives);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _lives = reader.ReadDouble();
    }

    private StepResult Skip(int steps, int action, Span<byte> observation)
    {
        var result = default(StepResult);
        for (var i = 0; i < steps && !result.Done; i++)
        {
            var step = Inner.Step(action, observation);
            result = step with { Reward = result.Reward + step.Reward };
        }

        return result;
    }
}
