using RlLab;
using RlLab.Algorithms;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Experiments;

/// <summary>The settings of <see cref="MyMethod"/>.</summary>
public sealed record MyMethodOptions
{
    /// <summary>Iterations to train for, at least 1. Default: 20.</summary>
    public int Iterations { get; init => field = AtLeast(1, value, nameof(Iterations)); } = 20;

    /// <summary>Policies that are tried in an iteration, an episode each, at least 2. Default: 50.</summary>
    public int Population { get; init => field = AtLeast(2, value, nameof(Population)); } = 50;

    /// <summary>The best of them, from which the next iteration is drawn; at least 1. Default: 10.</summary>
    public int Elite { get; init => field = AtLeast(1, value, nameof(Elite)); } = 10;

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");
}

/// <summary>
/// The cross-entropy method on a linear policy (Szita and Lőrincz, "Learning Tetris using the noisy cross-entropy method", 2006): draw weights from a
/// normal distribution, keep the best, fit the distribution to them.
/// </summary>
/// <param name="world">Where to learn; its actions are <see cref="Discrete"/>.</param>
/// <param name="network">Observations [1, ...] to a score for each action [1, actions], on the run's device.</param>
/// <param name="options">The settings.</param>
[Logs("train/return_mean", "train/return_best", "eval/return_mean")]
public sealed class MyMethod(IEnvironment<float, int> world, Module<Tensor, Tensor> network, MyMethodOptions options)
{
    /// <summary>Trains, or plays what was learned where the run asks for that.</summary>
    /// <param name="run">
    /// Receives <c>train/return_mean</c> and <c>train/return_best</c> of each iteration, the network with the mean weights as the checkpoint
    /// <c>last</c>, and at the end their <c>eval/return_mean</c>; its seed is the seed of everything.
    /// </param>
    public async Task Train(IRun run)
    {
        var policy = new GreedyPolicy<float>(network, world.ObservationSpace, world.ActionSpace, run.Device);
        if (run.Playback is { } playback)
        {
            Playing.Load(network, playback);
            Playing.Of(run, policy, world);
            return;
        }

        // A run that was stopped or killed goes on from its last checkpoint, and ends as if it had never stopped.
        var weights = (int)network.parameters().Sum(parameter => parameter.numel());
        var training = new MyMethodTraining(new CheckedWorld<float, int>(world), new RandomGenerator(run.Seed), weights);
        if (!run.Resume(training))
        {
            training.World.Reset(new float[world.ObservationSpace.Length], run.Seed);
        }

        var (mean, deviation) = (training.Mean, training.Deviation);
        while (training.Iteration < options.Iterations)
        {
            run.Checkpoint(training.Steps, training);
            training.Iteration++;
            var tried = new (double[] Weights, double Return)[options.Population];
            for (var i = 0; i < tried.Length; i++)
            {
                var drawn = mean.Zip(deviation, (m, d) => m + d * training.Random.NextGaussian()).ToArray();
                tried[i] = (drawn, await Play(drawn, policy, training));
            }

            // mu, sigma <- mean and deviation of the elite; noise keeps sigma from falling to 0 too early.
            var elite = tried.OrderByDescending(t => t.Return).Take(options.Elite).ToArray();
            for (var w = 0; w < mean.Length; w++)
            {
                mean[w] = elite.Average(e => e.Weights[w]);
                deviation[w] = Math.Sqrt(elite.Average(e => Math.Pow(e.Weights[w] - mean[w], 2))) + 0.5 / training.Iteration;
            }

            SetWeights(mean);
            run.LogMetrics(training.Steps, ("train/return_mean", tried.Average(t => t.Return)), ("train/return_best", elite[0].Return));
            run.SaveCheckpoint("last", training.Steps, stream => network.save(stream));
            run.ReportProgress(training.Iteration, options.Iterations);
        }

        var sum = 0.0;
        for (var episode = 0; episode < 20; episode++)
        {
            sum += await Play(mean, policy, training);
        }

        run.LogMetric("eval/return_mean", sum / 20, training.Steps);
    }

    /// <summary>The return of one episode.</summary>
    private async Task<double> Play(double[] weights, GreedyPolicy<float> policy, MyMethodTraining training)
    {
        SetWeights(weights);
        var observation = new float[world.ObservationSpace.Length];
        training.World.Reset(observation);
        for (var sum = 0.0; ;)
        {
            var action = await policy.ActAsync(observation, training.World.Allowed);
            var result = training.World.Step(action, observation);
            training.Steps++;
            sum += result.Reward;
            if (result.Done)
            {
                return sum;
            }
        }
    }

    private void SetWeights(double[] weights)
    {
        using var scope = NewDisposeScope();
        var parameters = network.parameters().ToArray();
        nn.utils.vector_to_parameters(tensor(weights, float32, parameters[0].device), parameters);
    }
}

/// <summary>All that changes as <see cref="MyMethod"/> trains; how it is saved and restored is written for it.</summary>
[Checkpointed]
internal sealed partial class MyMethodTraining(CheckedWorld<float, int> world, RandomGenerator random, int weights)
{
    public CheckedWorld<float, int> World { get; } = world;

    public RandomGenerator Random { get; } = random;

    public double[] Mean { get; } = new double[weights];

    public double[] Deviation { get; } = Enumerable.Repeat(1.0, weights).ToArray();

    public int Iteration { get; set; }

    public long Steps { get; set; }
}
