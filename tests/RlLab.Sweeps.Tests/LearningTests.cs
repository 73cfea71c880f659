namespace RlLab.Sweeps.Tests;

/// <summary>What samplers make of what they are told.</summary>
public sealed class LearningTests
{
    private static readonly SearchSpace Mixed = new(
    [
        Samples.Real("Rate", new LogUniformDomain(1e-5, 1)),
        Samples.Real("Share", new UniformDomain(0, 1)),
        Samples.Whole("Width", new IntRangeDomain(1, 64)),
        Samples.Text("Kind", "a", "b", "c"),
    ]);

    private static readonly SearchSpace Plane =
        new([Samples.Real("X", new UniformDomain(0, 1)), Samples.Real("Y", new UniformDomain(0, 1))]);

    public static TheoryData<string> Samplers => ["tpe", "cma-es", "gp"];

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Comes_nearer_to_the_best_setting_than_random_draws(string sampler)
    {
        var learned = Enumerable.Range(0, 5).Select(seed => Best(Make(sampler, seed), 60)).Order().ToList();
        var drawn = Enumerable.Range(0, 5).Select(seed => Best(new RandomSampler(Mixed, seed), 60)).Order().ToList();
        learned[2].Should().BeLessThan(drawn[2] / 2);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Does_not_crowd_one_place_while_results_are_pending(string sampler)
    {
        var (asked, results) = (Make(sampler, 1, Plane), new List<TrialResult>());
        while (results.Count < 24)
        {
            var setting = asked.Suggest(results.Count, results);
            var loss = Math.Abs(setting["X"].AsReal() - 0.4) + Math.Abs(setting["Y"].AsReal() - 0.6);
            results.Add(new(results.Count, setting, TrialStanding.Ended, [loss]));
        }

        var pending = new List<ParameterSet>();
        while (pending.Count < 6)
        {
            pending.Add(asked.Suggest(results.Count, results));
            results.Add(TrialResult.Pending(results.Count, pending[^1]));
        }

        var gaps = from a in pending
                   from b in pending
                   where a != b
                   select Math.Abs(a["X"].AsReal() - b["X"].AsReal()) + Math.Abs(a["Y"].AsReal() - b["Y"].AsReal());
        gaps.Min().Should().BeGreaterThan(1e-4);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Keeps_away_from_where_trials_fail(string sampler)
    {
        var (asked, results) = (Make(sampler, 1, Plane), new List<TrialResult>());
        while (results.Count < 60)
        {
            var setting = asked.Suggest(results.Count, results);
            var fails = setting["X"].AsReal() > 0.5;
            results.Add(new(results.Count, setting, fails ? TrialStanding.Failed : TrialStanding.Ended, fails ? [] : [1 + setting["Y"].AsReal()]));
        }

        results.Skip(40).Count(result => result.Standing == TrialStanding.Failed).Should().BeLessThan(7);
    }

    [Fact]
    public void The_process_believes_what_it_was_told_and_its_slopes_are_those_of_its_beliefs()
    {
        var axes = new Axes(Mixed);
        var random = new RandomSampler(Mixed, 4);
        var settings = Enumerable.Range(0, 30).Select(i => random.Suggest(i, []));
        TrialResult[] trials = [.. settings.Select((setting, i) => new TrialResult(i, setting, TrialStanding.Ended, [Loss(setting)]))];
        var data = new GpData(axes, trials);
        double[] logs = [-1, -0.5, -0.7, -0.2, 0.3, Math.Log(1e-6)];
        var posterior = new GpPosterior(data, logs);
        for (var i = 0; i < trials.Length; i++)
        {
            posterior.At(data.Points[i]).Mean.Should().BeApproximately(data.Targets[i], 1e-2);
            posterior.At(data.Points[i]).Deviation.Should().BeLessThan(1e-2);
        }

        double[] point = [0.31, 0.62, 0.44, 0.5];
        var slopes = posterior.At(point, [0, 1, 2]);
        for (var axis = 0; axis < 3; axis++)
        {
            var (up, down) = (posterior.At(Moved(point, axis, 1e-5)), posterior.At(Moved(point, axis, -1e-5)));
            slopes.MeanSlope[axis].Should().BeApproximately((up.Mean - down.Mean) / 2e-5, 1e-4);
            slopes.DeviationSlope[axis].Should().BeApproximately((up.Deviation - down.Deviation) / 2e-5, 1e-4);
        }

        logs[^1] = Math.Log(1e-2);
        var gradient = new GpPosterior(data, logs).Gradient();
        for (var i = 0; i < logs.Length; i++)
        {
            var difference = new GpPosterior(data, Moved(logs, i, 1e-5)).LogLikelihood - new GpPosterior(data, Moved(logs, i, -1e-5)).LogLikelihood;
            gradient[i].Should().BeApproximately(difference / 2e-5, 1e-3 * (1 + Math.Abs(gradient[i])));
        }
    }

    [Fact]
    public void The_noise_is_learned_from_the_differences_between_seeds()
    {
        // A flat function: with one seed the noise could be the function's; the seeds tell.
        NoiseOf(0.001).Should().BeLessThan(NoiseOf(1) / 100);

        static double NoiseOf(double noise)
        {
            var space = new SearchSpace([Samples.Real("X", new UniformDomain(0, 1))]);
            var random = new RandomGenerator(3);
            TrialResult[] trials =
            [
                .. Enumerable.Range(0, 20).Select(i => i / 19.0).Select((x, i) => new TrialResult(
                    i,
                    new ParameterSet([new("X", ParameterValue.Real(x))]),
                    TrialStanding.Ended,
                    [.. Enumerable.Range(0, 8).Select(_ => Math.Sin(40 * x) + noise * random.NextGaussian())])),
            ];
            return Math.Exp(GpFit.Of(new GpData(new Axes(space), trials))[^1]);
        }
    }

    [Fact]
    public void The_mixture_is_a_density()
    {
        var axes = new Axes(new(
            [Samples.Real("X", new UniformDomain(0, 1)), Samples.Text("Kind", "a", "b", "c"), Samples.Whole("N", new IntRangeDomain(1, 4))]));
        var estimate = new ParzenEstimator(axes.All, [0, 1, 2], [[0.02, 1.0 / 6, 0.125], [0.4, 0.5, 0.375], [0.97, 0.5, 0.875]]);
        var mass = 0.0;
        for (var kind = 0; kind < 3; kind++)
        {
            for (var n = 0; n < 4; n++)
            {
                mass += Enumerable.Range(0, 1_000).Average(i => Math.Exp(estimate.LogDensity([(i + 0.5) / 1_000, (kind + 0.5) / 3, (n + 0.5) / 4])));
            }
        }

        // What two mixtures have in common is left out: the 1 / sqrt(2 pi) of the one range.
        mass.Should().BeApproximately(Math.Sqrt(2 * Math.PI), 0.01);
    }

    [Fact]
    public void A_margin_keeps_every_value_within_reach()
    {
        var axes = new Axes(new([Samples.Whole("N", new IntRangeDomain(1, 5)), Samples.Whole("M", new IntRangeDomain(1, 5))])).All;
        double[] mean = [0.5, 0.1], stretch = [1, 1];
        CmaEsMargin.Keep(mean, stretch, _ => 1e-3, axes, margin: 0.1);
        Probability(0, 0.6, 1).Should().BeApproximately(0.05, 1e-6, "above the middle value");
        Probability(0, 0, 0.4).Should().BeApproximately(0.05, 1e-6, "below it");
        Probability(1, 0.2, 1).Should().BeApproximately(0.1, 1e-6, "from the lowest value there is one way to go");

        double Probability(int axis, double low, double high) =>
            Normal.Mass((low - mean[axis]) / (1e-3 * stretch[axis]), (high - mean[axis]) / (1e-3 * stretch[axis]));
    }

    private static ISampler Make(string sampler, int seed, SearchSpace? space = null) => sampler switch
    {
        "tpe" => new TpeSampler(space ?? Mixed, seed),
        "cma-es" => new CmaEsSampler(space ?? Mixed, seed),
        _ => new GpSampler(space ?? Mixed, seed),
    };

    private static double Best(ISampler sampler, int trials)
    {
        var results = new List<TrialResult>();
        for (var trial = 0; trial < trials; trial++)
        {
            var setting = sampler.Suggest(trial, results);
            results.Add(new(trial, setting, TrialStanding.Ended, [Loss(setting)]));
        }

        return results.Min(result => result.Losses[0]);
    }

    private static double Loss(ParameterSet setting) =>
        Square(Math.Log10(setting["Rate"].AsReal()) + 3) + Square(4 * (setting["Share"].AsReal() - 0.7))
        + Square((setting["Width"].AsInteger() - 20) / 16.0) + (setting["Kind"].AsText() == "b" ? 0 : 1);

    private static double[] Moved(double[] point, int axis, double by) => [.. point.Select((x, i) => i == axis ? x + by : x)];

    private static double Square(double x) => x * x;
}
