using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Ppo;

/// <summary>Evaluates and films the policy during and after training, and keeps the best.</summary>
[Checkpointed]
internal sealed partial class PpoEvaluator<TElement, TAction>(
    IRun run,
    [Rebuilt] Module<Tensor, Tensor> network,
    [Rebuilt] ActionDistribution<TAction> distribution,
    [Rebuilt] IEnvironment<TElement, TAction> world,
    PpoOptions options)
    where TElement : unmanaged, IComparable<TElement>
{
    // Far from the seeds of training, and the same at each evaluation, so that evaluations differ by the policy alone.
    private readonly long _seed = run.Seed + 1_000_000;
    private double _best = double.NegativeInfinity;

    /// <summary>Evaluates and films where the time for it has come since the step before.</summary>
    public async ValueTask AfterRollout(long before, long steps)
    {
        if (before / options.EvaluateEvery < steps / options.EvaluateEvery)
        {
            await Measure(steps);
        }

        if (options.FilmEvery > 0 && before / options.FilmEvery < steps / options.FilmEvery)
        {
            Film(steps);
        }
    }

    /// <summary>Keeps the policy that training ends with.</summary>
    public void Keep(long steps) => run.SaveCheckpoint("last", steps, stream => network.save(stream));

    /// <summary>Evaluates at length, and films in any case.</summary>
    public async ValueTask<Evaluation> Finish(long steps)
    {
        await Measure(steps);
        Film(steps);
        var evaluation = await Evaluation.Of(Policy(2), world, options.FinalEvaluationEpisodes, _seed + 1_000_000, run.Stopping);
        run.LogMetrics(steps, ("final/return_mean", evaluation.ReturnMean), ("final/return_min", evaluation.Returns.Min()));
        return evaluation;
    }

    /// <summary>The policy as it is evaluated and played.</summary>
    /// <param name="stream">Which numbers it draws actions by, where it draws.</param>
    public DistributionPolicy<TElement, TAction> Policy(long stream) => new(
        network, distribution, world.ObservationSpace, device(run.Device),
        options.EvaluateGreedily ? null : new RandomGenerator(run.Seed).Fork(stream));

    private async ValueTask Measure(long steps)
    {
        var evaluation = await Evaluation.Of(Policy(2), world, options.EvaluationEpisodes, _seed, run.Stopping);
        run.LogMetrics(
            steps,
            ("eval/return_mean", evaluation.ReturnMean),
            ("eval/return_min", evaluation.Returns.Min()),
            ("eval/length_mean", evaluation.Lengths.Average()));
        if (evaluation.ReturnMean > _best)
        {
            _best = evaluation.ReturnMean;
            run.SaveCheckpoint("best", steps, stream => network.save(stream));
        }
    }

    private void Film(long steps)
    {
        if (world.As<IRenderable>() is { } camera)
        {
            var frames = Evaluation.Film(Policy(3), world, camera, _seed + 2_000_000, run.Stopping);
            run.LogVideo($"replay-step-{steps}", frames, camera.FramesPerSecond);
        }
    }
}
