namespace RlLab.Sweeps.Tests;

public sealed class SearchSpaceTests
{
    private static readonly ParameterDescriptor Plan = Samples.Text("Plan", "first", "second", "third");

    [Fact]
    public void Counts_what_each_alternative_makes_active()
    {
        ParameterDescriptor[] parameters =
        [
            Plan,
            When(Samples.Whole("A", new IntRangeDomain(1, 3)), "Plan", "first"),
            When(Samples.Text("B", "x", "y"), "Plan", "first"),
            When(Samples.Whole("C", new LogIntRangeDomain(1, 4)), "B", "y"),
            Samples.Real("D", new UniformDomain(0, 1, 0.5)),
        ];
        new SearchSpace(parameters).Size.Should().Be((3 * (1 + 4) + 1 + 1) * 3);
        new SearchSpace([.. parameters, When(Samples.Real("E", new UniformDomain(0, 1)), "Plan", "third")]).Size.Should().BeNull();
    }

    [Fact]
    public void Says_the_most_that_a_long_can_where_there_are_more()
    {
        var all = new IntRangeDomain(long.MinValue, long.MaxValue);
        new SearchSpace([Samples.Whole("A", all), Samples.Whole("B", all)]).Size.Should().Be(long.MaxValue);
    }

    [Fact]
    public void A_constraint_that_throws_is_named_with_the_setting()
    {
        var space = Samples.Finite with { Constraints = [new("Divides", "", _ => throw new DivideByZeroException("By zero."))] };
        this.Invoking(_ => new RandomSampler(space, 0))
            .Should().Throw<SweepException>().WithMessage("*Divides*DivideByZeroException*Rate=*By zero.*");
    }

    [Fact]
    public void Constraints_that_leave_one_setting_in_a_thousand_leave_it_to_every_sampler()
    {
        var space = new SearchSpace([Samples.Whole("A", new IntRangeDomain(1, 100)), Samples.Whole("B", new IntRangeDomain(1, 100))])
        {
            Constraints = [new("Same", "", s => s["A"] == s["B"]), new("Tens", "", s => s["A"].AsInteger() % 10 == 0)],
        };
        ISampler[] samplers = [new GridSampler(space), new RandomSampler(space, 1), new TpeSampler(space, 1), new CmaEsSampler(space, 1)];
        foreach (var sampler in samplers)
        {
            sampler.Count.Should().Be(10);
            var results = new List<TrialResult>();
            for (var trial = 0; trial < 10; trial++)
            {
                results.Add(new(trial, sampler.Suggest(trial, results), TrialStanding.Ended, [trial]));
            }

            results.Select(result => result.Parameters["A"].AsInteger()).Order().Should().Equal(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
        }
    }

    [Fact]
    public void A_grid_too_large_to_try_its_constraints_on_says_so()
    {
        var space = new SearchSpace([Samples.Whole("A", new IntRangeDomain(1, 2_000)), Samples.Whole("B", new IntRangeDomain(1, 2_000))])
        {
            Constraints = [new("Small", "", _ => true)],
        };
        this.Invoking(_ => new GridSampler(space)).Should().Throw<SweepException>().WithMessage("*4,000,000*Small*1,000,000*--sampler random*");
    }

    private static ParameterDescriptor When(ParameterDescriptor parameter, string choice, string value) =>
        parameter with { ActiveWhen = new(choice, ParameterValue.Text(value)) };
}
