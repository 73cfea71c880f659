using TorchSharp;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>
/// What every training must keep that calls <see cref="IRun.Resume"/> and <see cref="IRun.Checkpoint"/>. A trainer's tests inherit it.
/// </summary>
public abstract class ResumeContract
{
    /// <summary>How often a training is killed, each time somewhere else.</summary>
    protected virtual int Kills => 20;

    /// <summary>Trains from the beginning: makes worlds, networks and whatever else is needed, and lets go of it at the end.</summary>
    /// <param name="run">The run; torch is seeded with its seed.</param>
    protected abstract Task Train(IRun run);

    /// <summary>Whether a metric measures time, so that its value is another each time. Default: where its name ends in <c>per_second</c>.</summary>
    /// <param name="metric">Its name.</param>
    protected virtual bool MeasuresTime(string metric) => metric.EndsWith("per_second", StringComparison.Ordinal);

    [Fact]
    public async Task Killed_at_any_moment_and_taken_up_it_ends_as_if_it_had_never_stopped()
    {
        var whole = new InterruptedRun(random: null, killAt: null);
        await TrainAsync(whole);
        whole.SafePoints.Should().BePositive("a training is taken up from where it calls Checkpoint");

        var random = new RandomGenerator(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Half of them are killed once more after they were taken up.
            var run = new InterruptedRun(random, 1 + random.NextInt(whole.Calls));
            while (!await TrainAsync(run))
            {
                run = run.TakeUp(kill % 2 == 0 && run.Restored == 0 ? 1 + random.NextInt(whole.Calls) : null);
            }

            Compare(run, whole, $"kill {kill}");
        }
    }

    [Fact]
    public async Task Told_to_stop_it_saves_its_state_and_goes_on_from_there()
    {
        var whole = new InterruptedRun(random: null, killAt: null);
        await TrainAsync(whole);
        var stopped = new InterruptedRun(random: null, killAt: null) { StopAt = Math.Max(1, whole.SafePoints / 2) };
        (await TrainAsync(stopped)).Should().BeFalse("it is told to stop");
        var run = stopped.TakeUp(killAt: null);
        (await TrainAsync(run)).Should().BeTrue();
        run.Restored.Should().Be(1);
        Compare(run, whole, "stop");
    }

    private void Compare(InterruptedRun run, InterruptedRun whole, string because)
    {
        Points(run).Should().Equal(Points(whole), because);
        run.Record.Checkpoints.Keys.Should().BeEquivalentTo(whole.Record.Checkpoints.Keys, because);
        foreach (var (name, (step, content)) in whole.Record.Checkpoints)
        {
            run.Record.Checkpoints[name].Step.Should().Be(step, because);
            run.Record.Checkpoints[name].Content.AsSpan().SequenceEqual(content).Should().BeTrue($"{name} of {because} holds the same bytes");
        }

        run.FinalState.AsSpan().SequenceEqual(whole.FinalState).Should().BeTrue($"all that {because} ends with is the same to the bit");
    }

    private IEnumerable<string> Points(InterruptedRun run) => run.Record.Metrics
        .Select(m => $"{m.Name} at {m.Step}: {(MeasuresTime(m.Name) ? "" : $"{BitConverter.DoubleToInt64Bits(m.Value):x16}")}");

    /// <returns>Whether it came to its end.</returns>
    private async Task<bool> TrainAsync(InterruptedRun run)
    {
        torch.manual_seed(run.Seed);
        try
        {
            await Train(run);
        }
        catch (Exception e) when (e is KilledException or OperationCanceledException)
        {
            return false;
        }

        return true;
    }
}
