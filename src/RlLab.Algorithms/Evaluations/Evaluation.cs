namespace RlLab.Algorithms;

/// <summary>How well a policy does, apart from training: in a world of its own, with seeds of its own.</summary>
/// <param name="Returns">The undiscounted return of each episode.</param>
/// <param name="Lengths">The steps of each episode.</param>
public sealed record Evaluation(IReadOnlyList<double> Returns, IReadOnlyList<long> Lengths)
{
    /// <summary>The mean of the returns.</summary>
    public double ReturnMean => Returns.Average();

    /// <summary>Lets a policy act for some episodes.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="policy">The policy; it is not trained.</param>
    /// <param name="world">A world that training does not use; the caller disposes of it.</param>
    /// <param name="episodes">How many episodes, at least 1.</param>
    /// <param name="seed">Seeds the world once, before the first episode.</param>
    /// <param name="stopping">Ends the evaluation between two episodes.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Evaluation Of<TElement, TAction>(
        IPolicy<TElement, TAction> policy,
        IEnvironment<TElement, TAction> world,
        int episodes,
        long seed,
        CancellationToken stopping = default)
        where TElement : unmanaged, IComparable<TElement>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        var (returns, lengths) = (new double[episodes], new long[episodes]);
        var observation = new TElement[world.ObservationSpace.Length];
        for (var episode = 0; episode < episodes; episode++)
        {
            stopping.ThrowIfCancellationRequested();
            world.Reset(observation, episode == 0 ? seed : null);
            StepResult step;
            do
            {
                step = world.Step(policy.Act(observation), observation);
                returns[episode] += step.Reward;
                lengths[episode]++;
            }
            while (!step.Done);
        }

        return new Evaluation(returns, lengths);
    }

    /// <summary>The frames of one episode, drawn as they are asked for.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <typeparam name="TAction">An action.</typeparam>
    /// <param name="policy">The policy; it is not trained.</param>
    /// <param name="world">A world that training does not use; the caller disposes of it.</param>
    /// <param name="camera">Draws the world.</param>
    /// <param name="seed">Seeds the world.</param>
    public static IEnumerable<Frame> Film<TElement, TAction>(
        IPolicy<TElement, TAction> policy, IEnvironment<TElement, TAction> world, IRenderable camera, long seed)
        where TElement : unmanaged, IComparable<TElement>
    {
        var observation = new TElement[world.ObservationSpace.Length];
        world.Reset(observation, seed);
        yield return camera.Render();
        while (true)
        {
            var step = world.Step(policy.Act(observation), observation);
            yield return camera.Render();
            if (step.Done)
            {
                yield break;
            }
        }
    }
}
