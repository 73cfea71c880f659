using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>Evaluates and films the network during and after training, and keeps the best.</summary>
[Checkpointed]
internal sealed partial class DqnEvaluator<TElement>(
    IRun run,
    [Rebuilt] IPolicy<TElement, int> greedy,
    [Rebuilt] IEnvironment<TElement, int> world,
    [Rebuilt] Module<Tensor, Tensor> network,
    DqnOptions options)
    where TElement : unmanaged, IComparable<TElement>
{
    // Far from the seeds of training, and the same at each evaluation, so that evaluations differ by the network alone.
    private readonly long _seed = run.Seed + 1_000_000;
    private double _best = double.NegativeInfinity;

    /// <summary>Evaluates, and films where the time for it has come.</summary>
    public async ValueTask Evaluate(long step)
    {
        await Measure(step);
        if (options.FilmEvery > 0 && step % options.FilmEvery == 0)
        {
            Film(step);
        }
    }

    /// <summary>Evaluates at length, and films in any case.</summary>
    public async ValueTask<Evaluation> Finish(long step)
    {
        await Measure(step);
        Film(step);
        run.SaveCheckpoint("last", step, stream => network.save(stream));
        var evaluation = await Evaluation.Of(greedy, world, options.FinalEvaluationEpisodes, _seed + 1_000_000, run.Stopping);
        run.LogMetrics(step, ("final/return_mean", evaluation.ReturnMean), ("final/return_min", evaluation.Returns.Min()));
        return evaluation;
    }

    private async ValueTask Measure(long step)
    {
        var evaluation = await Evaluation.Of(greedy, world, options.EvaluationEpisodes, _seed, run.Stopping);
        run.LogMetrics(
            step,
            ("eval/return_mean", evaluation.ReturnMean),
            ("eval/return_min", evaluation.Returns.Min()),
            ("eval/length_mean", evaluation.Lengths.Average()));
        if (evaluation.ReturnMean > _best)
        {
            _best = evaluation.ReturnMean;
            run.SaveCheckpoint("best", step, stream => network.save(stream));
        }
    }

    private void Film(long step)
    {
        if (world.As<IRenderable>() is { } camera)
        {
            var frames = Evaluation.Film(greedy, world, camera, _seed + 2_000_000, run.Stopping);
            run.LogVideo($"replay-step-{step}", frames, options.FilmFramesPerSecond ?? camera.FramesPerSecond);
        }
    }
}
