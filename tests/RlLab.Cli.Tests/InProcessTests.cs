using RlLab.Tracking;
using TorchSharp;

namespace RlLab.Cli.Tests;

/// <summary>Runs experiments as a script does.</summary>
public sealed class InProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-in-process-");

    private LabOptions Here => new() { Directory = _folder.FullName };

    [Fact]
    public void A_result_tells_what_the_instance_was_set_to_and_all_that_it_logged()
    {
        var result = Run(new Walk { Stride = 5 }, seed: 3);

        result.Status.Should().Be(RunStatus.Finished);
        result.Parameters.Should().Contain("Stride", "5");
        result.Log.Header.Seed.Should().Be(3);
        result.Metrics["place"].Select(point => point.Step).Should().Equal(1, 2, 3);
        result.Objective.Should().Be(result.Metrics["place"][^1].Value);
        File.ReadAllText(Path.Combine(result.Artifacts, "note.txt")).Should().Be("walked");
        result.Folder.Should().Be(Path.Combine(_folder.FullName, "runs", result.Id));
        result.EnsureFinished().Should().BeSameAs(result);
    }

    [Fact]
    public void The_setting_is_the_instances_alone_even_outside_of_what_a_sweep_may_choose() =>
        Run(new Walk { Stride = 1_000 }).Status.Should().Be(RunStatus.Finished);

    [Fact]
    public async Task Runs_at_once_are_the_runs_that_they_would_have_been_alone()
    {
        var alone = Places(Run(new Walk(), seed: 1));

        var together = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => RlLab.Lab.RunAsync(new Walk(), seed: 1, Here, TestContext.Current.CancellationToken)));

        together.Should().AllSatisfy(result => Places(result).Should().Equal(alone));
        Places(Run(new Walk(), seed: 2)).Should().NotEqual(alone);
    }

    [Fact]
    public void What_training_throws_is_in_the_result_and_thrown_where_that_is_asked_for()
    {
        var result = Run(new Walk { Fails = true });

        result.Status.Should().Be(RunStatus.Failed);
        result.Message.Should().Contain("The path ends.");
        result.Metrics["place"].Should().NotBeEmpty("what was logged before is kept");
        File.ReadAllText(Path.Combine(result.Artifacts, "failure.txt")).Should().Contain("The path ends.");
        result.Invoking(r => r.EnsureFinished()).Should().Throw<NotSupportedException>().WithMessage("The path ends.")
            .Which.StackTrace.Should().Contain(nameof(Walk));
        result.Message.Should().Contain("InProcessTests.cs:", "it says where in the user's code");
    }

    [Fact]
    public void A_run_that_is_told_to_stop_is_killed()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        var result = RlLab.Lab.Run(new Walk(), options: Here, stopping: stop.Token);

        result.Status.Should().Be(RunStatus.Killed);
        result.Invoking(r => r.EnsureFinished()).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void A_run_inside_a_run_is_refused_and_the_outer_one_fails_of_it()
    {
        var result = Run(new Walk { Before = () => Run(new Walk()) });

        result.Status.Should().Be(RunStatus.Failed);
        result.Message.Should().Contain("inside another run");
    }

    [Theory]
    [InlineData("gpu", "There is no device 'gpu'*")]
    [InlineData("cuda:99", "'cuda:99' was asked for*")]
    public void A_device_that_is_not_there_is_refused_before_anything_is_recorded(string device, string message)
    {
        FluentActions.Invoking(() => Run(new Walk(), device: device))
            .Should().Throw<InvalidOperationException>().WithMessage(message);
        _folder.EnumerateFileSystemInfos().Should().BeEmpty();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RunResult Run(Walk walk, long seed = 0, string? device = null) =>
        RlLab.Lab.Run(walk, seed, Here with { Device = device }, TestContext.Current.CancellationToken);

    private static IEnumerable<double> Places(RunResult result) => result.EnsureFinished().Metrics["place"].Select(point => point.Value);

    /// <summary>Three steps whose length torch's generator draws; the generator's part of it is written by hand.</summary>
    private sealed class Walk : IDeclaredExperiment
    {
        public long Stride { get; init; } = 1;

        public bool Fails { get; init; }

        public Action Before { get; init; } = () => { };

        public ExperimentDescriptor Descriptor { get; } = new(
            "walk",
            "",
            PrefersGpu: false,
            [new("Stride", "", ParameterKind.Integer, ParameterValue.Integer(1), new IntRangeDomain(1, 9), [])],
            new SweepDescriptor(Sampler.Grid, 1, 1, "place", Direction.Maximize),
            values => new Walk { Stride = values["Stride"].AsInteger() });

        public ParameterSet Parameters => new([new("Stride", ParameterValue.Integer(Stride))]);

        public async Task Train(IRun run)
        {
            Before();
            run.LogArtifact("note.txt", stream => stream.Write("walked"u8));
            var place = 0.0;
            for (var step = 1; step <= 3; step++)
            {
                run.Stopping.ThrowIfCancellationRequested();
                place += Stride * torch.rand(1).item<float>();
                run.LogMetric("place", place, step);
                await Task.Yield();
                if (Fails)
                {
                    throw new NotSupportedException("The path ends.");
                }
            }
        }
    }
}
