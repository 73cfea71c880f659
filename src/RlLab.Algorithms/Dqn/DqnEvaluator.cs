using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>Evaluates the network during and after training, and keeps the best.</summary>
internal sealed class DqnEvaluator<TElement>(
    IRun run, IPolicy<TElement, int> greedy, IEnvironment<TElement, int> world, Module<Tensor, Tensor> network, DqnOptions options)
    where TElement : unmanaged, IComparable<TElement>
{
    // Far from the seeds of training, and the same at each evaluation, so that evaluations differ by the network alone.
    private readonly long _seed = run.Seed + 1_000_000;
    private double _best = double.NegativeInfinity;

    public void Evaluate(long step)
    {
        var evaluation = Evaluation.Of(greedy, world, options.EvaluationEpisodes, _seed, run.Stopping);
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

    public Evaluation Finish(long step)
    {
        Evaluate(step);
        run.SaveCheckpoint("last", step, stream => network.save(stream));
        var evaluation = Evaluation.Of(greedy, world, options.FinalEvaluationEpisodes, _seed + 1_000_000, run.Stopping);
        run.LogMetrics(step, ("final/return_mean", evaluation.ReturnMean), ("final/return_min", evaluation.Returns.Min()));
        return evaluation;
    }
}
