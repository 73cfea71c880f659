namespace RlLab.Sweeps.Tests;

public sealed class AutoSamplerTests : SamplerContract
{
    private static readonly SearchSpace Numbers = new(
        [Samples.Real("Rate", new LogUniformDomain(1e-4, 1)), Samples.Whole("Width", new IntRangeDomain(1, 1000))]);

    protected override ISampler Over(SearchSpace space) => new AutoSampler(space, seed: 3);

    [Fact]
    public void Says_what_it_takes_and_why()
    {
        AutoSampler.Explain(Numbers, 250).Should().Be(
            "auto takes gp, because all swept parameters are numbers and the trials are no more than 250.");
        AutoSampler.Explain(Numbers, 300).Should().Contain("gp for the first 250 trials").And.Contain("cma-es").And.Contain("the other 50");
        AutoSampler.Explain(Samples.Finite, 10).Should().Be("auto takes tpe, because the values of Kind have no order.");
        var end = Samples.Real("End", new UniformDomain(0, 1)) with { ActiveWhen = new("Use", ParameterValue.Text("a")) };
        AutoSampler.Explain(new([Samples.Text("Use", "a", "b"), end]), 10).Should().Be("auto takes tpe, because End exists only with Use=a.");
    }

    [Fact]
    public void Does_what_it_says()
    {
        var results = new List<TrialResult>();
        var (auto, gp) = (Over(Numbers), new GpSampler(Numbers, 3));
        for (var trial = 0; trial < 12; trial++)
        {
            auto.Suggest(trial, results).Should().Equal(gp.Suggest(trial, results));
            results.Add(new(trial, auto.Suggest(trial, results), TrialStanding.Ended, [trial % 5]));
        }

        new AutoSampler(Samples.Finite, 3).Suggest(0, []).Should().Equal(new TpeSampler(Samples.Finite, 3).Suggest(0, []));
    }

    [Fact]
    public void Goes_on_where_the_first_trials_found_the_most()
    {
        // 250 trials as if another sampler had tried them, the better the nearer to one place.
        var random = new RandomSampler(Numbers, 1);
        var results = new List<TrialResult>();
        for (var trial = 0; trial < AutoSampler.GpTrials; trial++)
        {
            var setting = random.Suggest(trial, results);
            results.Add(new(trial, setting, TrialStanding.Ended, [Distance(setting)]));
        }

        var auto = Over(Numbers);
        var later = Enumerable.Range(0, 5).Select(i =>
        {
            results.Add(TrialResult.Pending(results.Count, auto.Suggest(results.Count, results)));
            return Distance(results[^1].Parameters);
        });
        later.Average().Should().BeLessThan(results.Take(AutoSampler.GpTrials).Average(result => result.Losses[0]) / 3);

        static double Distance(ParameterSet setting) =>
            Math.Abs(Math.Log10(setting["Rate"].AsReal()) + 3.5) / 4 + Math.Abs(setting["Width"].AsInteger() - 900) / 1000.0;
    }
}
