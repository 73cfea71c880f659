using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler.impl;

namespace Torch.Tests.Optimizers;

/// <summary>Learning-rate schedules against their formulas, epoch by epoch.</summary>
public sealed class SchedulerTests
{
    private const double First = 0.4;

    public static TheoryData<string> Names => [.. Schedules.Keys];

    private static readonly Dictionary<string, (Func<Optimizer, lr_scheduler.LRScheduler> Make, Func<int, double> Rate)> Schedules = new()
    {
        ["lambda"] = (o => lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch)), epoch => First / (1 + epoch)),
        ["multiplicative"] = (o => lr_scheduler.MultiplicativeLR(o, _ => 0.9), epoch => First * Math.Pow(0.9, epoch)),
        ["step"] = (o => lr_scheduler.StepLR(o, 3, 0.5), epoch => First * Math.Pow(0.5, epoch / 3)),
        ["multi-step"] = (o => lr_scheduler.MultiStepLR(o, [2, 5, 5], 0.1), epoch => First * (epoch >= 5 ? 1e-3 : epoch >= 2 ? 0.1 : 1)),
        ["exponential"] = (o => lr_scheduler.ExponentialLR(o, 0.8), epoch => First * Math.Pow(0.8, epoch)),
        ["constant"] = (o => lr_scheduler.ConstantLR(o, 0.25, 4), epoch => epoch < 4 ? First / 4 : First),
        ["linear"] = (o => lr_scheduler.LinearLR(o, 0.5, 0.1, 4), epoch => First * (0.5 - 0.4 * Math.Min(epoch, 4) / 4)),
        ["polynomial"] = (o => lr_scheduler.PolynomialLR(o, 5, 2), epoch => First * Math.Pow(1 - Math.Min(epoch, 5) / 5.0, 2)),
        ["cosine"] = (o => lr_scheduler.CosineAnnealingLR(o, 4, 0.1), epoch => 0.1 + (First - 0.1) * (1 + Math.Cos(Math.PI * epoch / 4)) / 2),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_epoch_has_the_rate_of_the_formula(string name)
    {
        var (make, rate) = Schedules[name];
        var optimizer = SGD([new Parameter(zeros(1))], First);
        var schedule = make(optimizer);
        for (var epoch = 0; epoch < 10; epoch++)
        {
            optimizer.ParamGroups.Single().LearningRate.Should().BeApproximately(rate(epoch), 1e-12, $"epoch {epoch}");
            schedule.get_last_lr().Single().Should().Be(optimizer.ParamGroups.Single().LearningRate);
            schedule.step();
        }
    }

    [Theory]
    [InlineData("step")]
    [InlineData("multi-step")]
    [InlineData("exponential")]
    [InlineData("linear")]
    [InlineData("polynomial")]
    [InlineData("cosine")]
    public void A_step_to_an_epoch_takes_the_closed_form(string name)
    {
        var (make, rate) = Schedules[name];
        var optimizer = SGD([new Parameter(zeros(1))], First);
        make(optimizer).step(3);
        optimizer.ParamGroups.Single().LearningRate.Should().BeApproximately(rate(3), 1e-12);
    }

    [Fact]
    public void A_warm_up_is_followed_by_a_decay_that_starts_at_the_milestone()
    {
        var optimizer = SGD([new Parameter(zeros(1))], First);
        var schedule = lr_scheduler.SequentialLR(
            optimizer, [lr_scheduler.LinearLR(optimizer, 0.25, 1, 3), lr_scheduler.ExponentialLR(optimizer, 0.5)], [3]);
        Rates(optimizer, schedule.step, 6).Should().BeEquivalentTo(
            new[] { 0.25, 0.5, 0.75, 1, 0.5, 0.25 }.Select(factor => First * factor), Close);
    }

    [Fact]
    public void Chained_schedules_multiply()
    {
        var optimizer = SGD([new Parameter(zeros(1))], First);
        var schedule = lr_scheduler.ChainedLR([lr_scheduler.ConstantLR(optimizer, 0.1, 2), lr_scheduler.ExponentialLR(optimizer, 0.5)]);
        Rates(optimizer, schedule.step, 4).Should().BeEquivalentTo(new[] { 0.1, 0.05, 0.25,
        0.125 }.Select(factor => First * factor), Close);
    }

    [Theory]
    [InlineData("min", 1, -1)]
    [InlineData("max", -1, 1)]
    public void A_plateau_lowers_the_rate_after_patience_and_not_below_the_least(string mode, double start, double better)
    {
        var optimizer = SGD([new Parameter(zeros(1))], First);
        var schedule = lr_scheduler.ReduceLROnPlateau(optimizer, mode, factor: 0.5, patience: 1, threshold_mode: "abs", cooldown: 1, min_lr: [0.15]);
        double[] measured = [start, start, better, better, better, better, better, better];
        double[] expected = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.375];
        for (var i = 0; i < measured.Length; i++)
        {
            schedule.step(measured[i]);
            optimizer.ParamGroups.Single().LearningRate.Should().BeApproximately(First * expected[i], 1e-12, $"step {i}");
        }

        schedule.Invoking(s => s.step()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Chained_schedules_are_of_one_optimizer()
    {
        var (a, b) = (SGD([new Parameter(zeros(1))], First), SGD([new Parameter(zeros(1))], First));
        var chain = () => lr_scheduler.ChainedLR([lr_scheduler.ExponentialLR(a), lr_scheduler.ExponentialLR(b)]);
        chain.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_sequence_has_one_milestone_less_than_schedules()
    {
        var optimizer = SGD([new Parameter(zeros(1))], First);
        FluentActions.Invoking(() => lr_scheduler.SequentialLR(optimizer, [lr_scheduler.ExponentialLR(optimizer)], [1]))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*0 milestones*1*");
    }

    private static FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> Close(
        FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> options) =>
        options.WithStrictOrdering().Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-12)).WhenTypeIs<double>();

    private static List<double> Rates(Optimizer optimizer, Action step, int epochs)
    {
        var rates = new List<double>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
            step();
        }

        return rates;
    }

    [Fact]
    public void Groups_keep_their_proportions_and_training_follows_the_schedule()
    {
        var (a, b) = (new Parameter(tensor([1f])), new Parameter(tensor([1f])));
        var optimizer = SGD(
            new[] { new SGD.ParamGroup { Parameters = [a] }, new SGD.ParamGroup([b], new SGD.Options { LearningRate = 0.8 }) }, 0.4);
        var schedule = lr_scheduler.ExponentialLR(optimizer, 0.5);
        schedule.step();
        optimizer.ParamGroups.Select(group => group.LearningRate).Should().Equal(0.2, 0.4);
        (a + b).sum().backward();
        optimizer.step();
        a.item<float>().Should().BeApproximately(0.8f, 1e-6f);
        b.item<float>().Should().BeApproximately(0.6f, 1e-6f);
    }

    /// <summary>
    /// Rising for 4 steps and falling for 6: PyTorch's rates, which are the package's too, and PyTorch's momenta, which in the package
    /// rise with the rate.
    /// </summary>
    [Theory]
    [InlineData(CyclicLR.Mode.Triangular, 1, 1.0, 0.8, 0.55, 0.85)]
    [InlineData(CyclicLR.Mode.Triangular2, 1, 0.55, 0.85, 0.325, 0.875)]
    [InlineData(CyclicLR.Mode.ExpRange, 0.9, 0.30589113209464913, 0.877123207545039, 0.17504731764849962, 0.8916614091501668)]
    public void A_cycle_rises_and_falls_while_momentum_falls_and_rises(
        CyclicLR.Mode mode, double gamma, double top, double momentumThere, double half, double momentumAtHalf)
    {
        var optimizer = SGD([new Parameter(zeros(1))], 0.5, 0.7);
        var schedule = lr_scheduler.CyclicLR(optimizer, 0.1, 1, 4, 6, mode, gamma);
        var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
        var path = new List<(double Rate, double Momentum)>();
        for (var step = 0; step < 20; step++)
        {
            path.Add((group.LearningRate, group.Momentum));
            schedule.step();
        }

        Close(path[0], (0.1, 0.9));
        Close(path[10], (0.1, 0.9));
        Close(path[14], (top, momentumThere));
        Close(path[17], (half, momentumAtHalf));

        static void Close((double Rate, double Momentum) actual, (double Rate, double Momentum) expected)
        {
            actual.Rate.Should().BeApproximately(expected.Rate, 1e-12);
            actual.Momentum.Should().BeApproximately(expected.Momentum, 1e-12);
        }
    }

    [Fact]
    public void A_cycle_scales_by_a_function_of_the_step_or_of_the_cycle_and_cycles_the_first_beta_of_Adam()
    {
        var adam = Adam([new Parameter(zeros(1))], 0.5);
        var schedule = lr_scheduler.CyclicLR(adam, 0.1, 1, 4, 3, scale_fn: step => 1 / (step + 1), scale_mode: CyclicLR.ScaleMode.Iterations);
        for (var step = 0; step < 4; step++) schedule.step();
        var group = (Adam.ParamGroup)adam.ParamGroups.Single();
        group.LearningRate.Should().BeApproximately(0.28, 1e-12);
        group.Betas.Item1.Should().BeApproximately(0.88, 1e-12);
        schedule.step(9);
        group.LearningRate.Should().BeApproximately(0.1 + 0.9 * 0.5 / 10, 1e-12);
    }

    [Fact]
    public void A_cycle_refuses_what_it_cannot_do()
    {
        var adagrad = Adagrad([new Parameter(zeros(1))], 0.5);
        var momentum = () => lr_scheduler.CyclicLR(adagrad, 0.1, 1);
        momentum.Should().Throw<Exception>().OnManaged<ArgumentException>("*no momentum to cycle*");
        lr_scheduler.CyclicLR(adagrad, 0.1, 1, cycle_momentum: false).get_last_lr().Should().Equal(0.1);
        var groups = () => lr_scheduler.CyclicLR(adagrad, [0.1, 0.2], [1, 2], cycle_momentum: false);
        groups.Should().Throw<Exception>().OnManaged<ArgumentException>("*1 groups*limits for 2*");
    }

    [Fact]
    public void A_cycle_has_a_length()
    {
        var length = () => lr_scheduler.CyclicLR(SGD([new Parameter(zeros(1))], 0.5), 0.1, 1, 0, cycle_momentum: false);
        length.Should().Throw<ArgumentException>().WithMessage("*at least one step*");
    }
}
