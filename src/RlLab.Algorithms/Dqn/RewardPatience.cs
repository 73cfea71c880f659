namespace RlLab.Algorithms.Dqn;

/// <summary>Whether updates may run: where they wait for it, from a life's first reward other than 0 to that life's end.</summary>
[Checkpointed]
internal sealed partial class RewardPatience(bool waits)
{
    private double _lives;
    private bool _earned;

    public bool MayLearn => !waits || _earned;

    public void Observe<TElement>(IEnvironment<TElement, int> world, StepResult step)
        where TElement : unmanaged, IComparable<TElement>
    {
        _earned |= step.Reward != 0;
        if (world.TryGetInfo("lives", out var lives) && lives != _lives)
        {
            // NaN differs from itself: a life would end at every step, and nothing would ever be learned.
            DivergedException.ThrowIfNotFinite(lives, "the world's info 'lives'");
            (_lives, _earned) = (lives, false);
        }
    }

    public void Reset<TElement>(IEnvironment<TElement, int> world)
        where TElement : unmanaged, IComparable<TElement>
    {
        world.TryGetInfo("lives", out _lives);
        _earned = false;
    }
}
