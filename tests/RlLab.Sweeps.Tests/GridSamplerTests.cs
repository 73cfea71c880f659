namespace RlLab.Sweeps.Tests;

public sealed class GridSamplerTests : SamplerContract
{
    protected override bool NeedsAnEnd => true;

    protected override ISampler Over(SearchSpace space) => new GridSampler(space);

    [Fact]
    public void Varies_the_last_parameter_fastest()
    {
        var sampler = Over(Samples.Finite);
        Enumerable.Range(0, 4).Select(k => sampler.Suggest(k, []).ToString()).Should().Equal(
            "Rate=0.25 Width=8 Kind=a", "Rate=0.25 Width=8 Kind=b", "Rate=0.25 Width=16 Kind=a", "Rate=0.25 Width=16 Kind=b");
        sampler.Suggest(23, []).ToString().Should().Be("Rate=1 Width=24 Kind=b");
    }

    [Fact]
    public void Takes_the_points_of_a_logarithmic_range()
    {
        var sampler = Over(new SearchSpace([Samples.Real("Rate", new LogUniformDomain(0.001, 1, 4))]));
        Enumerable.Range(0, 4).Select(k => sampler.Suggest(k, []).ToString()).Should().Equal("Rate=0.001", "Rate=0.01", "Rate=0.1", "Rate=1");
        sampler.Count.Should().Be(4);
    }

    /// <summary>Ranges that begin where they end.</summary>
    public static TheoryData<Domain> OneValue =>
        [new UniformDomain(0.5, 0.5), new LogUniformDomain(0.5, 0.5), new LogUniformDomain(0.5, 0.5, 3), new LogUniformDomain(0.5, 0.5, Step: 0.1)];

    [Theory]
    [MemberData(nameof(OneValue))]
    public void A_range_of_one_value_is_one_point(Domain domain)
    {
        var sampler = Over(new SearchSpace([Samples.Real("Rate", domain), Samples.Whole("Width", new IntRangeDomain(1, 2))]));

        sampler.Count.Should().Be(2);
        Enumerable.Range(0, 2).Select(k => sampler.Suggest(k, []).ToString()).Should().Equal("Rate=0.5 Width=1", "Rate=0.5 Width=2");
    }

    [Fact]
    public void Says_which_range_it_cannot_cover_and_the_way_out() => this.Invoking(t => t.Over(Samples.Continuous))
        .Should().Throw<SweepException>().WithMessage("*Rate*log-uniform*Points*--set Rate=*--sampler random*");

    [Fact]
    public void Refuses_more_settings_than_anyone_can_run()
    {
        var huge = new SearchSpace([Samples.Whole("A", new IntRangeDomain(1, 100_000)), Samples.Whole("B", new IntRangeDomain(1, 100_000))]);
        this.Invoking(t => t.Over(huge)).Should().Throw<SweepException>().WithMessage("*10,000,000,000 settings*");
    }
}
