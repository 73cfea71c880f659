using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace ManagedTorch.Tests.Optimizers;

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
}
