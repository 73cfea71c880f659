namespace RlLab.Environments;

/// <summary>An Atari game as the arcade experiments play it: its waiting times are skipped, and its points become small rewards.</summary>
/// <remarks>
/// A positive reward r becomes log base 1000 of r; a lost life adds -0.43; the end of an episode with lives left adds +10. Without
/// shaping, rewards are the game's own, those of skipped steps included, which suits evaluation.
/// </remarks>
/// <param name="inner">The game, with the info <c>lives</c>; disposed with this one.</param>
/// <param name="shapeRewards">Whether rewards are changed so, for training.</param>
/// <param name="startSkip">Steps skipped at the start of an episode. Default: 80.</param>
/// <param name="startAction">What is done in them. Default: 3.</param>
/// <param name="lostLifeSkip">Steps skipped after a lost life, without acting. Default: 36.</param>
public sealed class ArcadeEpisode(
    IEnvironment<byte, int> inner, bool shapeRewards, int startSkip = 80, int startAction = 3, int lostLifeSkip = 36)
    : Wrapper<byte, int>(inner)
{
    private const double LostLifeReward = -0.43;
    private const double SurvivalReward = 10;
    private double _lives;

    /// <inheritdoc/>
    public override void Reset(Span<byte> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        Skip(startSkip, startAction, observation);
        Inner.TryGetInfo("lives", out _lives);
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
                step = Skip(lostLifeSkip, action: 0, observation);
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

        return step with { Reward = shapeRewards ? reward : points };
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
