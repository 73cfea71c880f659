using RlLab.Algorithms.Sac;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Sac;

/// <summary>Held to the equations, written once more in float64, and to their numerical derivatives.</summary>
public sealed class SacUpdateTests
{
    private const double Rate = 0.1;

    private static readonly SacOptions Options = new()
    {
        Steps = 1, BatchSize = 6, Discount = 0.9, TargetUpdateRate = 0.3, Temperature = 0.7, TemperatureLearningRate = 0.01, ReplayCapacity = 10,
    };

    [Fact]
    public async Task Losses_steps_and_figures_are_those_of_the_equations()
    {
        using var learner = new Learner(Options);
        var (policy, critic, target, batch) = (learner.Policy, learner.Critic, learner.Target, learner.Read());
        var summary = await learner.Update.Apply(learner.Batch);

        summary.Temperature.Should().Be(0.7);
        summary.CriticLoss.Should().BeApproximately(CriticLoss(batch, policy, critic, target, 0.7), 1e-5);
        summary.Value.Should().BeApproximately(
            batch.Average(row => (Value(critic, 0, row.Seen, row.Done) + Value(critic, 1, row.Seen, row.Done)) / 2), 1e-5);
        var criticGradient = Derivative(critic, weights => CriticLoss(batch, policy, weights, target, 0.7));
        summary.CriticGradientNorm.Should().BeApproximately(Norm(criticGradient), 1e-4);
        var improved = Moved(critic, criticGradient);
        learner.Critic.Should().Equal(improved, Near);

        // The policy is improved by the critics as they are by then, and nothing of its loss is added to the critics' gradient.
        summary.PolicyLoss.Should().BeApproximately(PolicyLoss(batch, policy, improved, 0.7), 1e-5);
        summary.Entropy.Should().BeApproximately(-batch.Average(row => Draw(policy, row.Seen, row.Noise).LogProbability), 1e-5);
        var policyGradient = Derivative(policy, weights => PolicyLoss(batch, weights, improved, 0.7));
        summary.PolicyGradientNorm.Should().BeApproximately(Norm(policyGradient), 1e-4);
        learner.Policy.Should().Equal(Moved(policy, policyGradient), Near);
        learner.CriticGradient.Should().Equal(criticGradient, Near);
        learner.Target.Should().Equal([.. target.Zip(improved, (slow, fast) => 0.7 * slow + 0.3 * fast)], Near);
    }

    [Fact]
    public async Task Nothing_is_expected_after_an_end_and_a_time_limit_is_none()
    {
        foreach (var (terminated, weight) in new[] { (true, 0.0), (false, 0.9) })
        {
            using var learner = new Learner(Options, new StepResult(2, terminated, !terminated));
            var (policy, critic, target, batch) = (learner.Policy, learner.Critic, learner.Target, learner.Read());
            batch.Should().OnlyContain(row => row.Reward == 2 && Math.Abs(row.NextWeight - weight) < 1e-6);
            var loss = (await learner.Update.Apply(learner.Batch)).CriticLoss;
            loss.Should().BeApproximately(CriticLoss(batch, policy, critic, target, 0.7), 1e-5);
        }
    }

    [Theory]
    [InlineData(null, -2)]
    [InlineData(50.0, 50)]
    public async Task The_temperature_falls_while_there_is_more_entropy_than_wanted_and_rises_while_there_is_less(double? target, double led)
    {
        using var learner = new Learner(Options with { TargetEntropy = target });
        var entropy = (await learner.Update.Apply(learner.Batch)).Entropy;

        // Adam's first step is as long as its step size, on the logarithm.
        learner.Update.Temperature.Should().BeApproximately(0.7 * Math.Exp(entropy > led ? -0.01 : 0.01), 1e-6);
        learner.Update.Temperature.Should().NotBe(0.7);
    }

    [Fact]
    public async Task A_temperature_that_is_not_learned_stays_to_the_last_bit()
    {
        using var learner = new Learner(Options with { TemperatureLearningRate = 0 });
        for (var i = 0; i < 5; i++)
        {
            (await learner.Update.Apply(learner.Batch)).Temperature.Should().Be(0.7);
        }
    }

    private static double CriticLoss(Row[] batch, double[] policy, double[] critic, double[] target, double alpha) => batch.Average(row =>
    {
        var (action, logProbability) = Draw(policy, row.Next, row.NextNoise);
        var next = Math.Min(Value(target, 0, row.Next, action), Value(target, 1, row.Next, action)) - alpha * logProbability;
        var expected = row.Reward + row.NextWeight * next;
        return 0.5 * (Math.Pow(Value(critic, 0, row.Seen, row.Done) - expected, 2) + Math.Pow(Value(critic, 1, row.Seen, row.Done) - expected, 2));
    });

    private static double PolicyLoss(Row[] batch, double[] policy, double[] critic, double alpha) => batch.Average(row =>
    {
        var (action, logProbability) = Draw(policy, row.Seen, row.Noise);
        return alpha * logProbability - Math.Min(Value(critic, 0, row.Seen, action), Value(critic, 1, row.Seen, action));
    });

    /// <param name="policy">Four weights and four biases of a layer: two means and two log-deviations.</param>
    private static (double[] Action, double LogProbability) Draw(double[] policy, double seen, double[] noise)
    {
        var (action, logProbability) = (new double[2], 0.0);
        for (var i = 0; i < 2; i++)
        {
            var (mean, logDeviation) = (policy[i] * seen + policy[4 + i], policy[2 + i] * seen + policy[6 + i]);
            action[i] = Math.Tanh(mean + Math.Exp(logDeviation) * noise[i]);
            logProbability += -0.5 * noise[i] * noise[i] - logDeviation - 0.5 * Math.Log(2 * Math.PI) - Math.Log(1 - action[i] * action[i]);
        }

        return (action, logProbability);
    }

    /// <param name="critic">Three weights and a bias of each critic.</param>
    private static double Value(double[] critic, int which, double seen, double[] action)
    {
        var weights = critic.AsSpan(4 * which, 4);
        return weights[0] * seen + weights[1] * action[0] + weights[2] * action[1] + weights[3];
    }

    private static double[] Derivative(double[] weights, Func<double[], double> loss)
    {
        const double Step = 1e-5;
        return [.. weights.Select((weight, i) => (loss(With(i, weight + Step)) - loss(With(i, weight - Step))) / (2 * Step))];

        double[] With(int index, double value) => [.. weights.Select((weight, i) => i == index ? value : weight)];
    }

    private static double[] Moved(double[] weights, double[] gradient) => [.. weights.Zip(gradient, (weight, slope) => weight - Rate * slope)];

    private static double Norm(double[] gradient) => Math.Sqrt(gradient.Sum(slope => slope * slope));

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-4;

    private sealed record Row(double Seen, double Next, double[] Done, double Reward, double NextWeight, double[] Noise, double[] NextNoise);

    /// <summary>Linear networks of one number that is seen and two that are done, and a batch of what happened.</summary>
    private sealed class Learner : IDisposable
    {
        private readonly Module<Tensor, Tensor> _policy = Linear(1, 4);
        private readonly TwinCritic _critic = new(() => Linear(3, 1)), _target = new(() => Linear(3, 1));

        public Learner(SacOptions options, StepResult? end = null)
        {
            manual_seed(3);
            foreach (var parameter in _policy.parameters().Concat(_critic.parameters()))
            {
                init.uniform_(parameter, -0.8, 0.8);
            }

            Update = new SacUpdate(
                _policy, _critic, _target, optim.SGD(_policy.parameters(), Rate), optim.SGD(_critic.parameters(), Rate), options, elements: 2);
            foreach (var parameter in _target.parameters())
            {
                // Elsewhere than the critic, which it is a copy of at first.
                init.uniform_(parameter, -0.8, 0.8);
            }

            var replay = new ContinuousReplay(options.ReplayCapacity, 1, 2);
            replay.Begin([0.4f]);
            if (end is null)
            {
                replay.Add([0.5f, -0.3f], new StepResult(1.5, false, false), [-0.6f]);
                replay.Add([-0.9f, 0.2f], new StepResult(-0.5, false, false), [0.9f]);
            }

            replay.Add([0.1f, 0.8f], end ?? new StepResult(-1, true, false), [0.2f]);
            Batch = new SacBatch(replay, options, [1], CPU);
            Batch.Fill(new RandomGenerator(5));
        }

        public SacUpdate Update { get; }

        public SacBatch Batch { get; }

        public double[] Policy => Numbers(_policy.parameters());

        public double[] Critic => Numbers(_critic.parameters());

        public double[] Target => Numbers(_target.parameters());

        public double[] CriticGradient => Numbers(_critic.parameters().Select(parameter => parameter.grad!));

        public Row[] Read()
        {
            var batch = Batch.ToDevice();
            return [.. Enumerable.Range(0, Options.BatchSize).Select(i => new Row(
                Of(batch.Observations, i)[0], Of(batch.NextObservations, i)[0], Of(batch.Actions, i), Of(batch.Rewards, i)[0],
                Of(batch.NextWeights, i)[0], Of(batch.Noise, i), Of(batch.NextNoise, i)))];

            static double[] Of(Tensor tensor, int row) => Numbers([tensor[row]]);
        }

        public void Dispose()
        {
            Batch.Dispose();
            Update.Dispose();
            _policy.Dispose();
            _critic.Dispose();
            _target.Dispose();
        }

        private static double[] Numbers(IEnumerable<Tensor> tensors) =>
            [.. tensors.SelectMany(tensor => tensor.detach().reshape(-1).data<float>().ToArray()).Select(number => (double)number)];
    }
}
