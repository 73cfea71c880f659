namespace RlLab.Algorithms;

/// <summary>How well a policy does, apart from training: in a world of its own, with seeds of its own.</summary>
/// <param name="Returns">The undiscounted return of each episode, of which there is at least one.</param>
/// <param name="Lengths">The steps of each episode.</param>
public sealed record Evaluation(IReadOnlyList<double> Returns, IReadOnlyList<long> Lengths)
{
    /// <summary>The undiscounted return of each episode, of which there is at least one.</summary>
    public IReadOnlyList<double> Returns { get; } = Returns.Count >= 1 && Returns.Count == Lengths.Count
        ? Returns
        : throw new ArgumentException($"An evaluation has a return and a length for each of its episodes, not {Returns.Count} and {Lengths.Count}.");

    /// <summary>The steps of each episode.</summary>
    public IReadOnlyList<long> Lengths { get; } = Lengths;

    /// <summary>The mean of the returns.</summary>
    public double ReturnMean => Returns.Average();

    /// <summary>Lets a policy act for some episodes.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="policy">The policy; it is not trained.</param>
    /// <param name="world">A world that training does not use; the caller disposes of it.</param>
    /// <param name="episodes">How many episodes, at least 1.</param>
    /// <param name="seed">Seeds the world once, before the first episode.</param>
    /// <param name="stopping">Ends the evaluation at the next step.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="DivergedException">The world or the policy came to a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">An episode has not ended after 1,000,000 steps.</exception>
    public static ValueTask<Evaluation> Of<TElement, TAction>(
        IPolicy<TElement, TAction> policy,
        IEnvironment<TElement, TAction> world,
        int episodes,
        long seed,
        CancellationToken stopping = default)
        where TElement : unmanaged, IComparable<TElement> =>
        Play(policy, world, Require.AtLeast(episodes, 1), seed, stopping);

    /// <summary>The frames of one episode, drawn as they are asked for.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="policy">The policy; it is not trained.</param>
    /// <param name="world">A world that training does not use; the caller disposes of it.</param>
    /// <param name="camera">Draws the world.</param>
    /// <param name="seed">Seeds the world.</param>
    /// <param name="stopping">Ends the film at the next step, with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<Frame> Film<TElement, TAction>(
        IPolicy<TElement, TAction> policy,
        IEnvironment<TElement, TAction> world,
        IRenderable camera,
        long seed,
        CancellationToken stopping = default)
        where TElement : unmanaged, IComparable<TElement>
    {
        var observation = new TElement[world.ObservationSpace.Length];
        var game = new CheckedWorld<TElement, TAction>(world, stopping);
        game.Reset(observation, seed);
        yield return camera.Render();
        for (long steps = 1; ; steps++)
        {
            var step = game.Step(policy.Act(observation, game.Allowed), observation);
            EndlessEpisode.ThrowIf(steps, step.Done, world);
            yield return camera.Render();
            if (step.Done)
            {
                yield break;
            }
        }
    }

    private static async ValueTask<Evaluation> Play<TElement, TAction>(
        IPolicy<TElement, TAction> policy, IEnvironment<TElement, TAction> world, int episodes, long seed, CancellationToken stopping)
        where TElement : unmanaged, IComparable<TElement>
    {
        var (returns, lengths) = (new double[episodes], new long[episodes]);
        var observation = new TElement[world.ObservationSpace.Length];
        var game = new CheckedWorld<TElement, TAction>(world, stopping);
        for (var episode = 0; episode < episodes; episode++)
        {
            game.Reset(observation, episode == 0 ? seed : null);
            StepResult step;
            do
            {
                step = game.Step(await policy.ActAsync(observation, game.Allowed), observation);
                returns[episode] += step.Reward;
                lengths[episode]++;
                EndlessEpisode.ThrowIf(lengths[episode], step.Done, world);
            }
            while (!step.Done);
        }

        return new Evaluation(returns, lengths);
    }
}
