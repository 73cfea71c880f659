using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Reinforce;

/// <summary>Evaluates and films the policy during and after training.</summary>
internal sealed class ReinforceEvaluator(IRun run, Module<Tensor, Tensor> policy, IEnvironment<float, int> world, ReinforceOptions options)
{
    // Far from the seeds of training, and the same at each evaluation, so that evaluations differ by the policy alone.
    private readonly long _seed = run.Seed + 1_000_000;

    /// <summary>Evaluates and films where the time for it has come, and in any case at the end.</summary>
    public async ValueTask AfterIteration(int iteration, long steps, bool last)
    {
        if (last || iteration % options.EvaluateEvery == 0)
        {
            // The policy is a distribution; its likeliest action is another policy, and often a worse one.
            var greedy = new GreedyPolicy<float>(policy, world.ObservationSpace, world.ActionSpace, run.Device);
            run.LogMetrics(steps, ("eval/return_mean", await ReturnMean(Drawn(1))), ("eval/greedy_return_mean", await ReturnMean(greedy)));
        }

        if ((last || options.FilmEvery > 0 && iteration % options.FilmEvery == 0) && world.As<IRenderable>() is { } camera)
        {
            run.LogVideo($"replay-step-{steps}", Evaluation.Film(Drawn(2), world, camera, _seed + 1_000_000, run.Stopping), camera.FramesPerSecond);
        }
    }

    private SampledPolicy<float> Drawn(long stream) =>
        new(policy, world.ObservationSpace, world.ActionSpace, run.Device, new RandomGenerator(run.Seed).Fork(stream));

    private async ValueTask<double> ReturnMean(IPolicy<float, int> actor) =>
        (await Evaluation.Of(actor, world, options.EvaluationEpisodes, _seed, run.Stopping)).ReturnMean;
}
