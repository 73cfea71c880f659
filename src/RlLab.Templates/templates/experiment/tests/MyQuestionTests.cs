using RlLab;
using RlLab.Testing;

namespace Experiments.Tests;

public sealed class MyQuestionTests
{
    [Fact]
    public async Task It_logs_what_its_sweep_compares()
    {
        IDeclaredExperiment experiment = new MyQuestion { Steps = 500 };
        var run = new RecordingRun(seed: 0);

        await experiment.Train(run);

        run.Values(experiment.Descriptor.Sweep!.Objective).Should().NotBeEmpty().And.OnlyContain(value => double.IsFinite(value));
    }
}
