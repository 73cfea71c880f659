namespace RlLab.Sweeps.Tests;

public sealed class SweepPlanTests
{
    private static readonly SweepDescriptor Ten = new(Sampler.Random, 10, 3, "eval/return", Direction.Maximize);

    [Fact]
    public void Knows_the_number_of_runs_before_anything_runs()
    {
        var plan = SweepPlan.Create(Samples.Experiment(Samples.Finite, Ten), ParameterSet.Empty, new SweepOptions());
        (plan.Trials, plan.Runs, plan.Space.Size).Should().Be((10, 39, 24));
        plan.Size.Should().Be("10 trials x 3 seeds + 9 test runs = 39 runs");
        plan.Seeds.Should().Equal(0, 1, 2);
    }

    [Theory]
    [InlineData(null, null, 3, 9)]
    [InlineData(0, null, null, 0)]
    [InlineData(2, null, 2, 6)]
    [InlineData(20, 5, 20, 50)]
    public void Confirms_as_many_settings_as_are_asked_for_and_there_are(int? confirm, int? testSeeds, int? settings, int runs)
    {
        var plan = Plan(new SweepOptions { Confirm = confirm, TestSeeds = testSeeds });
        plan.Confirmation?.Settings.Should().Be(settings);
        plan.TestRuns.Should().Be(runs);
    }

    [Fact]
    public void A_sweep_of_one_setting_chooses_nothing_and_confirms_nothing()
    {
        Plan(new SweepOptions { Defaults = true }).Runs.Should().Be(3);
        Refused(new SweepOptions { Defaults = true, Confirm = 3 }).Should().Contain("--confirm");
        Refused(new SweepOptions { Trials = 1, UntilDecided = true }).Should().Contain("chooses nothing");
        Plan(new SweepOptions { Defaults = true, Confirm = 0 }).Runs.Should().Be(3);
    }

    [Fact]
    public void Refuses_a_confirmation_that_confirms_nothing()
    {
        Refused(new SweepOptions { Confirm = 1 }).Should().StartWith("--confirm 1 does not go");
        Refused(new SweepOptions { Confirm = -1 }).Should().StartWith("--confirm -1");
        Refused(new SweepOptions { Confirm = 0, TestSeeds = 3 }).Should().Contain("Leave them out, or add --confirm 3.");
        Refused(new SweepOptions { TestSeeds = 0 }).Should().StartWith("--test-seeds 0 runs nothing");
        Refused(new SweepOptions { BudgetRuns = 10 }).Should().Contain("--until-decided");
        Refused(new SweepOptions { UntilDecided = true, BudgetRuns = 0 }).Should().StartWith("--budget-runs 0");
        Refused(new SweepOptions { Seeds = 1_000_001 }).Should().Contain("test winners");
        Refused(new SweepOptions { Pruner = Pruner.Asha }).Should().Contain("--prune-after");
    }

    [Fact]
    public void A_number_of_steps_belongs_to_the_pruner_that_it_was_declared_with()
    {
        var asha = Ten with { Pruner = Pruner.Asha, PruneAfter = 100 };
        SweepPlan PlanOf(SweepOptions options) => SweepPlan.Create(Samples.Experiment(Samples.Finite, asha), ParameterSet.Empty, options);
        PlanOf(new()).Pruner.Should().Be(new PrunerChoice(Pruner.Asha, 100));
        PlanOf(new() { PruneAfter = 50 }).Pruner.Should().Be(new PrunerChoice(Pruner.Asha, 50));
        PlanOf(new() { Pruner = Pruner.Median }).Pruner.Should().Be(new PrunerChoice(Pruner.Median, 0));
        PlanOf(new() { Pruner = Pruner.None }).Pruner.Should().BeNull();
    }

    [Fact]
    public void Its_identity_holds_how_it_is_confirmed_and_pruned()
    {
        string Hash(SweepOptions options) => SweepIdentity.Of(Plan(options), lag: 1, new Dictionary<string, string>(), null).Hash;
        string[] hashes =
        [
            Hash(new()), Hash(new() { Confirm = 0 }), Hash(new() { TestSeeds = 5 }), Hash(new() { UntilDecided = true }),
            Hash(new() { UntilDecided = true, BudgetRuns = 50 }), Hash(new() { Pruner = Pruner.Median }),
            Hash(new() { Pruner = Pruner.Median, PruneAfter = 5 }),
        ];
        hashes.Should().OnlyHaveUniqueItems();
    }

    private static SweepPlan Plan(SweepOptions options) => SweepPlan.Create(Samples.Experiment(Samples.Finite, Ten), ParameterSet.Empty, options);

    private static string Refused(SweepOptions options) => FluentActions.Invoking(() => Plan(options)).Should().Throw<SweepException>().Which.Message;

    [Fact]
    public void Knows_that_points_are_for_a_grid_alone()
    {
        var space = new SearchSpace([Samples.Real("Rate", new LogUniformDomain(0.001, 1, 4)), Samples.Text("Kind", "a", "b")]);
        Plan(Sampler.Grid).Settings.Should().Be(8);
        Plan(Sampler.Random).Settings.Should().BeNull();
        Plan(Sampler.Random).Trials.Should().Be(10);

        SweepPlan Plan(Sampler sampler) => SweepPlan.Create(
            Samples.Experiment(space, Ten), ParameterSet.Empty, new SweepOptions { Sampler = sampler });
    }

    [Fact]
    public void Takes_a_fixed_parameter_out_of_the_sweep_and_into_every_setting()
    {
        var width = new ParameterSet([new("Width", ParameterValue.Integer(16))]);
        var plan = SweepPlan.Create(Samples.Experiment(Samples.Finite, Ten), width, new SweepOptions { Sampler = Sampler.Grid });
        plan.Space.Parameters.Select(p => p.Name).Should().Equal("Rate", "Kind");
        plan.Trials.Should().Be(8);
        plan.ListTrials()
            .Should().OnlyContain(t => t.Parameters["Width"] == ParameterValue.Integer(16) && t.Parameters.Count == 4);
    }

    [Fact]
    public void Tries_no_setting_twice() =>
        SweepPlan.Create(Samples.Experiment(Samples.Finite, Ten), ParameterSet.Empty, new SweepOptions { Trials = 100 }).Trials
            .Should().Be(24);

    [Fact]
    public void Gives_every_trial_a_value_for_every_parameter() =>
        SweepPlan.Create(Samples.Experiment(Samples.Continuous, Ten), ParameterSet.Empty, new SweepOptions { Trials = 5, SamplerSeed = 4 })
            .ListTrials().Should().OnlyContain(t => t.Parameters["Plain"] == ParameterValue.Real(0.5) && t.Parameters.Count == 5);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(-1, 3)]
    public void Refuses_a_sweep_of_nothing(int trials, int seeds) =>
        Plan(Ten, new SweepOptions { Trials = trials, Seeds = seeds })
            .Should().Throw<SweepException>().WithMessage("*at least 1*");

    [Fact]
    public void Refuses_trials_for_a_grid() =>
        Plan(Ten, new SweepOptions { Sampler = Sampler.Grid, Trials = 5 })
            .Should().Throw<SweepException>().WithMessage("*--trials 5*grid*");

    [Fact]
    public void Tries_one_setting_where_only_defaults_are_asked_for()
    {
        var width = new ParameterSet([new("Width", ParameterValue.Integer(16))]);
        var plan = SweepPlan.Create(Samples.Experiment(Samples.Continuous, Ten), width, new SweepOptions { Defaults = true, Seeds = 4 });
        (plan.Trials, plan.Runs).Should().Be((1, 4));
        var setting = plan.ListTrials().Single().Parameters;
        setting["Width"].Should().Be(ParameterValue.Integer(16));
        setting.Where(p => p.Key != "Width").Should().OnlyContain(p => p.Value == ParameterValue.Real(0.5));
    }

    [Fact]
    public void Refuses_to_choose_settings_among_defaults()
    {
        Plan(Ten, new SweepOptions { Defaults = true, Trials = 5 }).Should().Throw<SweepException>().WithMessage("*--defaults*--trials*");
        Plan(Ten, new SweepOptions { Defaults = true, Sampler = Sampler.Random }).Should().Throw<SweepException>().WithMessage("*--sampler*");
    }

    [Fact]
    public void Says_what_an_experiment_without_sweep_needs() =>
        Plan(null, new SweepOptions()).Should().Throw<SweepException>().WithMessage("*sample*Sweep(Objective*run sample*");

    private static Action Plan(SweepDescriptor? sweep, SweepOptions options) =>
        () => SweepPlan.Create(Samples.Experiment(Samples.Finite, sweep), ParameterSet.Empty, options);
}
