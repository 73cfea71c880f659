namespace RlLab.Sweeps.Tests;

public sealed class RandomSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new RandomSampler(space, seed: 3);

    [Fact]
    public void Chooses_other_settings_for_another_seed()
    {
        var a = new RandomSampler(Samples.Continuous, 1);
        var b = new RandomSampler(Samples.Continuous, 2);
        Settings(a, 10).Should().NotIntersectWith(Settings(b, 10));
    }

    [Fact]
    public void Keeps_to_every_domain_and_to_its_steps()
    {
        var sampler = Over(Samples.Continuous);
        sampler.Count.Should().BeNull();
        var settings = Settings(sampler, 2_000);
        foreach (var parameter in Samples.Continuous.Parameters)
        {
            settings.Should().OnlyContain(s => parameter.Domain!.Contains(s[parameter.Name]));
        }

        settings.Select(s => s["Decay"]).Distinct().Should().BeEquivalentTo(new UniformDomain(0, 0.3, 0.1).Grid);
    }

    [Fact]
    public void Spreads_a_logarithmic_range_over_its_magnitudes()
    {
        var sampler = Over(Samples.Continuous);
        var rates = Settings(sampler, 3_000).Select(setting => setting["Rate"].AsReal()).ToList();
        rates.Count(r => r < 1e-3).Should().BeInRange(900, 1_100);
        rates.Count(r => r > 1e-2).Should().BeInRange(900, 1_100);
    }

    [Fact]
    public void Takes_what_it_draws_of_a_logarithmic_range_to_the_nearest_step()
    {
        var domain = new LogUniformDomain(0.01, 1, Step: 0.01);
        var sampler = Over(new SearchSpace([Samples.Real("Rate", domain), Samples.Real("Other", new UniformDomain(0, 1))]));
        var rates = Settings(sampler, 3_000).Select(setting => setting["Rate"].AsReal()).ToList();
        rates.Should().OnlyContain(rate => domain.Grid!.Contains(ParameterValue.Real(rate)));
        rates.Count(rate => rate < 0.095).Should().BeInRange(1_350, 1_600, "ln 9.5 is 0.49 of ln 100");
        rates.Count(rate => rate == 0.01).Should().BeInRange(210, 320, "ln 1.5 is 0.088 of ln 100");
    }

    [Fact]
    public void Draws_from_the_whole_of_a_logarithmic_range_whatever_a_grid_takes_of_it()
    {
        var sampler = Over(new SearchSpace([Samples.Real("Rate", new LogUniformDomain(1e-4, 1e-1, Points: 3))]));
        sampler.Count.Should().BeNull();
        var rates = Settings(sampler, 300).Select(setting => setting["Rate"].AsReal()).ToList();
        rates.Should().OnlyHaveUniqueItems().And.OnlyContain(rate => rate >= 1e-4 && rate <= 1e-1);
    }

    [Fact]
    public void Draws_from_ranges_that_are_too_long_to_list()
    {
        var sampler = Over(new SearchSpace([Samples.Whole("All", new IntRangeDomain(long.MinValue, long.MaxValue))]));
        var values = Settings(sampler, 200).Select(setting => setting["All"].AsInteger()).ToList();
        values.Count(v => v < 0).Should().BeInRange(70, 130);
        values.Should().OnlyHaveUniqueItems();
        sampler.Count.Should().Be(long.MaxValue);
    }

    private static List<ParameterSet> Settings(ISampler sampler, int trials) => [.. Enumerable.Range(0, trials).Select(k => sampler.Suggest(k, []))];
}
