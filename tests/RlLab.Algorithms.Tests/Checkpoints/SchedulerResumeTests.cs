using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>Every schedule of learning rates, taken up in its middle, gives the rates that it would have given.</summary>
public sealed class SchedulerResumeTests
{
    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> Schedules = new()
    {
        ["step"] = o => StepLR(o, 3, 0.5),
        ["exponential"] = o => ExponentialLR(o, 0.9),
        ["constant"] = o => ConstantLR(o, 0.3, 4),
        ["linear"] = o => LinearLR(o, 0.2, 1, 6),
        ["polynomial"] = o => PolynomialLR(o, 12, 2),
        ["cosine"] = o => CosineAnnealingLR(o, 5, 0.001),
        ["one cycle"] = o => OneCycleLR(o, 0.5, total_steps: 20),
        ["plateau"] = o => ReduceLROnPlateau(o, patience: 1, factor: 0.5),
        ["sequential"] = o => SequentialLR(o, [ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.8)], [4]),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_schedule_goes_on_where_it_was(string name)
    {
        var whole = Rates(name, stopAfter: null);
        foreach (var stop in (int[])[1, 4, 7])
        {
            Rates(name, stop).Should().Equal(whole, $"it was taken up after {stop} steps");
        }
    }

    private static List<double> Rates(string name, int? stopAfter)
    {
        var rates = new List<double>();
        var (weight, optimizer, schedule) = Make(name);
        for (var step = 1; step <= 10; step++)
        {
            optimizer.step();

            // A measurement that stops falling, for the one schedule that looks at it.
            schedule.step(1.0 / Math.Min(step, 4), null);
            rates.Add(optimizer.ParamGroups.First().LearningRate);
            if (step == stopAfter)
            {
                using var state = new MemoryStream();
                using var writer = new BinaryWriter(state);
                TorchState.Save(writer, optimizer);
                TorchState.Save(writer, schedule);
                (weight, optimizer, schedule) = Make(name);
                state.Position = 0;
                using var reader = new BinaryReader(state);
                TorchState.Restore(reader, optimizer);
                TorchState.Restore(reader, schedule);
                state.Position.Should().Be(state.Length);
            }
        }

        GC.KeepAlive(weight);
        return rates;
    }

    private static (Module Network, Optimizer Optimizer, LRScheduler Schedule) Make(string name)
    {
        var network = Linear(1, 1);
        var optimizer = SGD(network.parameters(), 0.1);
        return (network, optimizer, Schedules[name](optimizer));
    }
}
