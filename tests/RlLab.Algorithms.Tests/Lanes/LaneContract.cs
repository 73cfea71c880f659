using RlLab.Engines;
using RlLab.Lanes;
using RlLab.Tests;
using TorchSharp;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>What holds for every algorithm: in a lane, a run is to the bit the run that it would have been alone.</summary>
public abstract class LaneContract
{
    /// <summary>Whether requests of several lanes are answered together. Default: true.</summary>
    protected virtual bool Joins => true;

    /// <summary>Trains run of a number: its settings and its length follow from the number.</summary>
    protected abstract Task Train(IRun run, int number);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(7, 16)]
    [InlineData(64, 70)]
    public void A_lane_is_to_the_bit_the_run_that_it_would_have_been_alone(int width, int runs)
    {
        var (traces, statistics) = Together(width, [.. Enumerable.Range(0, runs).Select(number => new TracedRun(number))]);
        var parted = Enumerable.Range(0, runs).Select(number => Compare(traces[number], number)).OfType<string>().ToList();

        // Where two actions are worth the same to the last digits, rounding decides, and differs from processor to processor.
        parted.Should().HaveCountLessThanOrEqualTo(runs / 20);

        if (width > 2 && Joins)
        {
            statistics.NotJoined.Should().BeEmpty();
            statistics.LanesPerCall.Should().BeGreaterThan(1.1);
        }
    }

    [Fact]
    public void A_lane_that_is_stopped_leaves_the_others_alone_and_goes_on_in_another_lane()
    {
        var stopped = Enumerable.Range(0, 6).Select(number => new TracedRun(number, stopAt: number % 2 == 0 ? 20 + 11 * number : null)).ToList();
        Together(6, stopped);
        var resumed = stopped.Select((run, number) => number % 2 == 0 ? new TracedRun(number, from: run) : run).ToList();
        var others = Enumerable.Range(6, 2).Select(number => new TracedRun(number)).ToList();
        Together(4, [.. others, .. resumed.Where((_, number) => number % 2 == 0)]);
        foreach (var (run, number) in resumed.Concat(others).Select((run, number) => (run, number)))
        {
            Compare(run, number).Should().BeNull();
        }
    }

    /// <summary>Compares a run in a lane with the same alone: to the bit on the managed engine.</summary>
    /// <returns>Where they part on libtorch; null where they do not.</returns>
    private string? Compare(TracedRun run, int number)
    {
        var alone = Alone(number, new TracedRun(number));
        if (TorchEngines.Loaded.Engine == TorchEngine.Managed)
        {
            run.Trace.Should().Equal(alone.Trace, $"that is run {number} alone");
            return null;
        }

        // libtorch's batched products round otherwise; until an action differs for it, what is logged lies close together.
        return run.Points.Zip(alone.Points).Take(20)
            .Where(pair => pair.First.Name != pair.Second.Name
                || (!pair.First.Value.Equals(pair.Second.Value)
                    && !(Math.Abs(pair.First.Value - pair.Second.Value) <= 1e-3 * Math.Max(1, Math.Abs(pair.Second.Value)))))
            .Select(pair => $"{pair.First} of run {number} is {pair.Second} alone")
            .FirstOrDefault();
    }

    /// <summary>Trains runs in lanes.</summary>
    private protected (IReadOnlyList<TracedRun> Runs, LaneStatistics Statistics) Together(int width, IReadOnlyList<TracedRun> runs)
    {
        var scheduler = new LaneScheduler(width);
        var trainings = runs.Select(run => new TestTraining(run.Seed, () => Train(run, (int)run.Seed))).ToList();
        var next = 0;
        scheduler.Run(() => next < trainings.Count ? trainings[next++] : null, CancellationToken.None);
        trainings.Should().OnlyContain(training => training.IsOver);
        foreach (var (run, training) in runs.Zip(trainings))
        {
            if (training.Failure is { } failure)
            {
                run.Trace.Add(failure is OperationCanceledException ? "" : $"{failure.GetType().Name}: {failure.Message}");
                run.Trace.RemoveAll(line => line.Length == 0);
            }
        }

        return (runs, scheduler.Statistics);
    }

    private TracedRun Alone(int number, TracedRun run)
    {
        torch.manual_seed(run.Seed);
        try
        {
            var training = Train(run, number);
            training.IsCompleted.Should().BeTrue("nothing is waited for alone");
            training.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            run.Trace.Add($"{e.GetType().Name}: {e.Message}");
        }

        return run;
    }
}
