using RlLab;
using RlLab.Algorithms;

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
/// <param name="options">The settings.</param>
[Logs("train/return_mean", "train/return_best", "eval/return_mean")]
public sealed class MyMethod(IEnvironment<float, int> world, MyMethodOptions options)
{
    private readonly int _actions = ((Discrete)world.ActionSpace).Count;
    private readonly int _weights = ((Discrete)world.ActionSpace).Count * (world.ObservationSpace.Length + 1);

    /// <summary>Trains, or plays what was learned where the run asks for that.</summary>
    /// <param name="run">
    /// Receives <c>train/return_mean</c> and <c>train/return_best</c> of each iteration, the mean weights as the checkpoint <c>last</c>, and at the
    /// end their <c>eval/return_mean</c>; its seed is the seed of everything.
    /// </param>
    public Task Train(IRun run)
    {
        if (run.Playback is { } playback)
        {
            using var reader = new BinaryReader(playback.OpenCheckpoint());
            var learned = Enumerable.Range(0, _weights).Select(_ => reader.ReadDouble()).ToArray();
            Playing.Of(run, new LinearPolicy(learned, _actions), world);
            return Task.CompletedTask;
        }

        // A run that was stopped or killed goes on from its last checkpoint, and ends as if it had never stopped.
        var training = new MyMethodTraining(new CheckedWorld<float, int>(world), new RandomGenerator(run.Seed), _weights);
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
                var weights = mean.Zip(deviation, (m, d) => m + d * training.Random.NextGaussian()).ToArray();
                tried[i] = (weights, Play(weights, training));
            }

            // mu, sigma <- mean and deviation of the elite; noise keeps sigma from falling to 0 too early.
            var elite = tried.OrderByDescending(t => t.Return).Take(options.Elite).ToArray();
            for (var w = 0; w < mean.Length; w++)
            {
                mean[w] = elite.Average(e => e.Weights[w]);
                deviation[w] = Math.Sqrt(elite.Average(e => Math.Pow(e.Weights[w] - mean[w], 2))) + 0.5 / training.Iteration;
            }

            run.LogMetrics(training.Steps, ("train/return_mean", tried.Average(t => t.Return)), ("train/return_best", elite[0].Return));
            run.SaveCheckpoint("last", training.Steps, stream => Array.ForEach(mean, new BinaryWriter(stream).Write));
            run.ReportProgress(training.Iteration, options.Iterations);
        }

        run.LogMetric("eval/return_mean", Enumerable.Range(0, 20).Select(_ => Play(mean, training)).ToArray().Average(), training.Steps);
        return Task.CompletedTask;
    }

    /// <summary>The return of one episode.</summary>
    private double Play(double[] weights, MyMethodTraining training)
    {
        var policy = new LinearPolicy(weights, _actions);
        var observation = new float[world.ObservationSpace.Length];
        training.World.Reset(observation);
        for (var sum = 0.0; ;)
        {
            var result = training.World.Step(policy.Act(observation), observation);
            training.Steps++;
            sum += result.Reward;
            if (result.Done)
            {
                return sum;
            }
        }
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

/// <summary>Takes the action with the highest score.</summary>
/// <param name="weights">[actions, inputs]; the last input is the constant 1.</param>
/// <param name="actions">How many actions there are.</param>
internal sealed class LinearPolicy(double[] weights, int actions) : IPolicy<float, int>
{
    public int Act(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed = default)
    {
        var (best, highest) = (0, double.NegativeInfinity);
        for (var action = 0; action < actions; action++)
        {
            var row = weights.AsSpan(action * (observation.Length + 1), observation.Length + 1);
            var score = row[^1];
            for (var i = 0; i < observation.Length; i++)
            {
                score += row[i] * observation[i];
            }

            if (score > highest && (allowed.IsEmpty || allowed[action]))
            {
                (best, highest) = (action, score);
            }
        }

        return best;
    }
}
