namespace RlLab.Sweeps.Tests;

public sealed class LanePlanTests
{
    private static readonly SearchSpace Reals = new([Samples.Real("Rate", new UniformDomain(0.25, 1, 0.25))]);

    [Theory]
    [InlineData(3, 1, 12)]
    [InlineData(3, 2, 6)]
    [InlineData(3, 5, 1)]
    [InlineData(100, 2, 64)]
    public void By_themselves_lanes_are_as_many_as_a_worker_has_runs_of_a_group_from_four_on(int seeds, int workers, int width) =>
        Of(Reals, LanePlan.Auto, workers, seeds: seeds).Width.Should().Be(width);

    [Fact]
    public void Whole_numbers_choices_and_texts_separate_groups_and_real_numbers_and_seeds_do_not()
    {
        var plan = Of(Samples.Finite, LanePlan.Auto, 2, seeds: 2);
        plan.SeparatedBy.Should().Equal("Width", "Kind");
        plan.Groups.Should().HaveCount(6).And.OnlyContain(group => group.Runs == 8).And.Contain(group => group.Name == "Width=16 Kind=b");
        plan.Width.Should().Be(4);
    }

    [Fact]
    public void On_a_gpu_under_an_experiment_that_prefers_one_and_under_a_sampler_that_learns_they_are_taken_only_where_they_are_asked_for()
    {
        Of(Reals, LanePlan.Auto, 1, device: "cuda:0").Should().Match<LanePlan>(p => p.Width == 1 && p.Reason.Contains("GPU"));
        Of(Reals, LanePlan.Auto, 1, prefersGpu: true).Should().Match<LanePlan>(p => p.Width == 1 && p.Reason.Contains("prefers a GPU"));
        Of(Samples.Continuous, LanePlan.Auto, 1, Sampler.Tpe).Should().Match<LanePlan>(p => p.Width == 1 && p.Reason.Contains("learns"));
        Of(Reals, 8, 1, device: "cuda:0").Width.Should().Be(8);
        Of(Reals, 8, 1, prefersGpu: true).Width.Should().Be(8);
        Of(Samples.Continuous, 8, 2, Sampler.Tpe).Reason.Should().Contain("without the results of the 5 trials before it");
    }

    [Fact]
    public void Lanes_that_were_asked_for_and_could_join_nothing_are_told_and_left_out()
    {
        var widths = new SearchSpace([Samples.Whole("Width", new IntRangeDomain(8, 24, 8))]);
        var plan = Of(widths, 5, 2, seeds: 1);
        plan.IsInVain.Should().BeTrue();
        plan.Settings(5).Should().BeNull();
        plan.Reason.Should().Contain("no two runs could share a program").And.Contain("Width");
        Of(widths, 5, 2, seeds: 2).IsInVain.Should().BeFalse("seeds share one");
    }

    [Fact]
    public void What_is_kept_says_how_many_where_and_whether_they_were_asked_for()
    {
        Of(Reals, 8, 2).Settings(8).Should().Be(new LaneSettings(8, 2) { AreAsked = true });
        Of(Reals, LanePlan.Auto, 2).Settings(LanePlan.Auto).Should().Be(new LaneSettings(6, 2));
        Of(Reals, 1, 2).Settings(1).Should().BeNull();
    }

    [Theory]
    [InlineData("auto", 0)]
    [InlineData("off", 1)]
    [InlineData("1", 1)]
    [InlineData("64", 64)]
    [InlineData("1024", 1024)]
    [InlineData("1025", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("Auto", null)]
    [InlineData("", null)]
    public void A_word_says_how_many(string word, int? lanes) => LaneWord.Read(word).Should().Be(lanes);

    private static LanePlan Of(
        SearchSpace space, int asked, int workers, Sampler sampler = Sampler.Grid, int seeds = 3, string device = "cpu", bool prefersGpu = false)
    {
        var sweep = new SweepDescriptor(sampler, 20, seeds, "eval/return", Direction.Maximize);
        var experiment = Samples.Experiment(space, sweep) with { PrefersGpu = prefersGpu };
        return LanePlan.Of(SweepPlan.Create(experiment, ParameterSet.Empty, new SweepOptions()), asked, workers, device);
    }
}
