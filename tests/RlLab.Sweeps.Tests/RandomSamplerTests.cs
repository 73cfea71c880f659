namespace RlLab.Sweeps.Tests;

public sealed class RandomSamplerTests : SamplerContract
{
    internal override ISampler Over(SearchSpace space) => new RandomSampler(space, seed: 3);

    [Fact]
    public void Chooses_other_settings_for_another_seed()
    {
        var a = new RandomSampler(Samples.Continuous, 1);
        var b = new RandomSampler(Samples.Continuous, 2);
        Enumerable.Range(0, 10).Select(a.Setting).Should().NotIntersectWith(Enumerable.Range(0, 10).Select(b.Setting));
    }

    [Fact]
    public void Keeps_to_every_domain_and_to_its_steps()
    {
        var sampler = Over(Samples.Continuous);
        sampler.Count.Should().BeNull();
        var settings = Enumerable.Range(0, 2_000).Select(sampler.Setting).ToList();
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
        var rates = Enumerable.Range(0, 3_000).Select(k => sampler.Setting(k)["Rate"].AsReal()).ToList();
        rates.Count(r => r < 1e-3).Should().BeInRange(900, 1_100);
        rates.Count(r => r > 1e-2).Should().BeInRange(900, 1_100);
    }

    [Fact]
    public void Draws_from_the_whole_of_a_logarithmic_range_whatever_a_grid_takes_of_it()
    {
        var sampler = Over(new SearchSpace([Samples.Real("Rate", new LogUniformDomain(1e-4, 1e-1, Points: 3))]));
        sampler.Count.Should().BeNull();
        var rates = Enumerable.Range(0, 300).Select(k => sampler.Setting(k)["Rate"].AsReal()).ToList();
        rates.Should().OnlyHaveUniqueItems().And.OnlyContain(rate => rate >= 1e-4 && rate <= 1e-1);
    }

    [Fact]
    public void Draws_from_ranges_that_are_too_long_to_list()
    {
        var sampler = Over(new SearchSpace([Samples.Whole("All", new IntRangeDomain(long.MinValue, long.MaxValue))]));
        var values = Enumerable.Range(0, 200).Select(k => sampler.Setting(k)["All"].AsInteger()).ToList();
        values.Count(v => v < 0).Should().BeInRange(70, 130);
        values.Should().OnlyHaveUniqueItems();
        sampler.Count.Should().Be(long.MaxValue);
    }
}
