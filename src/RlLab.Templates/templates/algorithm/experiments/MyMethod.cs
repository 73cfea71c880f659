using RlLab;

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
public sealed class MyMethod(IEnvironment<float, int> world, MyMethodOptions options)
{
    private readonly int _inputs = world.ObservationSpace.Length + 1; // the last input is the constant 1
    private readonly int _actions = ((Discrete)world.ActionSpace).Count;

    /// <summary>Trains, and logs <c>train/return_mean</c> of each iteration and, at the end, <c>eval/return_mean</c> of the mean weights.</summary>
    /// <param name="run">Receives what is logged; its seed is the seed of everything.</param>
    public Task Train(IRun run)
    {
        var random = new RandomGenerator(run.Seed);
        var mean = new double[_actions * _inputs];
        var deviation = Enumerable.Repeat(1.0, mean.Length).ToArray();
        var steps = 0L;
        world.Reset(new float[_inputs - 1], run.Seed);
        for (var iteration = 1; iteration <= options.Iterations; iteration++)
        {
            run.Stopping.ThrowIfCancellationRequested();
            var tried = new (double[] Weights, double Return)[options.Population];
            for (var i = 0; i < tried.Length; i++)
            {
                var weights = mean.Zip(deviation, (m, d) => m + d * random.NextGaussian()).ToArray();
                tried[i] = (weights, Play(weights, ref steps));
            }

            // mu, sigma <- mean and deviation of the elite; noise keeps sigma from falling to 0 too early.
            var elite = tried.OrderByDescending(t => t.Return).Take(options.Elite).ToArray();
            for (var w = 0; w < mean.Length; w++)
            {
                var center = elite.Average(e => e.Weights[w]);
                mean[w] = center;
                deviation[w] = Math.Sqrt(elite.Average(e => (e.Weights[w] - center) * (e.Weights[w] - center))) + 0.5 / iteration;
            }

            run.LogMetrics(steps, ("train/return_mean", tried.Average(t => t.Return)), ("train/return_best", elite[0].Return));
            run.ReportProgress(iteration, options.Iterations);
        }

        run.LogMetric("eval/return_mean", Enumerable.Range(0, 20).Select(_ => Play(mean, ref steps)).ToArray().Average(), steps);
        return Task.CompletedTask;
    }

    /// <summary>The return of one episode in which the action with the highest score is taken; weights are [actions, inputs].</summary>
    private double Play(double[] weights, ref long steps)
    {
        var observation = new float[_inputs - 1];
        world.Reset(observation);
        for (var sum = 0.0; ;)
        {
            var result = world.Step(Enumerable.Range(0, _actions).MaxBy(Score), observation);
            steps++;
            sum += result.Reward;
            if (result.Done)
            {
                return sum;
            }
        }

        double Score(int action)
        {
            var score = weights[action * _inputs + _inputs - 1];
            for (var i = 0; i < observation.Length; i++)
            {
                score += weights[action * _inputs + i] * observation[i];
            }

            return score;
        }
    }
}
