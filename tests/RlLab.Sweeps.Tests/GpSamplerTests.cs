namespace RlLab.Sweeps.Tests;

public sealed class GpSamplerTests : SamplerContract
{
    protected override ISampler Over(SearchSpace space) => new GpSampler(space, seed: 3);

    [Theory]
    [MemberData(nameof(Scales))]
    public void A_climb_tries_each_of_few_values(ParameterDescriptor parameter)
    {
        var axes = new Axes(new SearchSpace([parameter]));
        // The best lie near the upper end, but for the end itself.
        var trials = ((double Place, double Loss)[])[(0, 2), (0.5, 1), (0.97, -1), (1, 0)];
        var data = new GpData(axes, [.. trials.Select((t, i) => new TrialResult(i, axes.At([t.Place]), TrialStanding.Ended, [t.Loss]))]);
        var search = new AcquisitionSearch(axes, new GpPosterior(data, [Math.Log(0.1), 0, Math.Log(1e-3)]), best: data.Targets.Min());
        var all = search.Candidates(new RandomGenerator(2), spread: 20_000, near: 0, []);

        all.Select(candidate => axes.At(candidate.Point)).Distinct().Should().HaveCount((int)axes.All[0].Values!.Value);
        search.Climb(all[^1], 40).Value.Should().Be(all[0].Value);
    }

    public static TheoryData<ParameterDescriptor> Scales => new()
    {
        Samples.Whole("Width", new LogIntRangeDomain(1, 60)),
        Samples.Whole("Width", new IntRangeDomain(1, 60)),
        Samples.Real("Rate", new LogUniformDomain(0.02, 1, Step: 0.02)),
        Samples.Real("Rate", new UniformDomain(0.02, 1, Step: 0.02)),
        Samples.Text("Kind", "a", "b", "c"),
    };
}
