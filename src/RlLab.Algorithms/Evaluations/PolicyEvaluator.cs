using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>When a policy is evaluated and filmed, and for how long.</summary>
/// <param name="Every">Environment steps between evaluations.</param>
/// <param name="Episodes">Episodes of an evaluation.</param>
/// <param name="FinalEpisodes">Episodes of the evaluation at the end.</param>
/// <param name="FilmEvery">Environment steps between films; 0 for only one at the end.</param>
/// <param name="FilmFramesPerSecond">How fast a film plays; null for the world's own pace.</param>
internal sealed record EvaluationPlan(
    long Every, int Episodes, int FinalEpisodes, long FilmEvery, double? FilmFramesPerSecond);

/// <summary>Evaluates and films a policy during and after training, and keeps the best network.</summary>
/// <param name="run">Receives evaluations, films and checkpoints.</param>
/// <param name="policy">The policy: the same each time, or one that draws anew, so that a run that is taken up draws what it would have.</param>
/// <param name="world">A world that training does not use.</param>
/// <param name="network">What is kept.</param>
/// <param name="plan">When, and for how long.</param>
[Checkpointed]
internal sealed partial class PolicyEvaluator<TElement, TAction>(
    IRun run,
    [Rebuilt] Func<IPolicy<TElement, TAction>> policy,
    [Rebuilt] IEnvironment<TElement, TAction> world,
    [Rebuilt] Module<Tensor, Tensor> network,
    EvaluationPlan plan)
    where TElement : unmanaged, IComparable<TElement>
{
    // Far from the seeds of training, and the same at each evaluation, so that evaluations differ by the network alone.
    private readonly long _seed = run.Seed + 1_000_000;
    private double _best = double.NegativeInfinity;

    /// <summary>Evaluates and films, each where the time for it has come since a step before: for who learns after many steps at once.</summary>
    public async ValueTask EvaluateSince(long before, long step)
    {
        if (before / plan.Every < step / plan.Every)
        {
            await Measure(step);
        }

        if (plan.FilmEvery > 0 && before / plan.FilmEvery < step / plan.FilmEvery)
        {
            Film(step);
        }
    }

    /// <summary>Evaluates, and films where the time for it has come.</summary>
    public async ValueTask Evaluate(long step)
    {
        await Measure(step);
        if (plan.FilmEvery > 0 && step % plan.FilmEvery == 0)
        {
            Film(step);
        }
    }

    /// <summary>Evaluates at length, and films in any case.</summary>
    public async ValueTask<Evaluation> Finish(long step)
    {
        await Measure(step);
        Film(step);
        Keep(step);
        var evaluation = await Evaluation.Of(policy(), world, plan.FinalEpisodes, _seed + 1_000_000, run.Stopping);
        run.LogMetrics(step, ("final/return_mean", evaluation.ReturnMean), ("final/return_min", evaluation.Returns.Min()));
        return evaluation;
    }

    /// <summary>Keeps the network that training ends with.</summary>
    public void Keep(long step) => run.SaveCheckpoint("last", step, stream => network.save(stream));

    private async ValueTask Measure(long step)
    {
        var evaluation = await Evaluation.Of(policy(), world, plan.Episodes, _seed, run.Stopping);
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
            var frames = Evaluation.Film(policy(), world, camera, _seed + 2_000_000, run.Stopping);
            run.LogVideo($"replay-step-{step}", frames, plan.FilmFramesPerSecond ?? camera.FramesPerSecond);
        }
    }
}
