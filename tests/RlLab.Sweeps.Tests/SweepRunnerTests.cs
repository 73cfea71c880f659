using System.Collections.Concurrent;

namespace RlLab.Sweeps.Tests;

public sealed class SweepRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");

    private string Journal => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task One_failure_does_not_stop_the_others()
    {
        var sweep = await RunAsync(new Launcher(2, (run, _) => Task.FromResult(run.Id == "run1"
            ? new RunOutcome(RunState.Failed, Message: "crashed")
            : new RunOutcome(RunState.Finished, 1))));
        sweep.Runs.Select(r => r.State).Should().Equal(RunState.Finished, RunState.Failed, RunState.Finished, RunState.Finished);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Trains_as_many_at_once_as_there_are_slots(int slots)
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        await RunAsync(new Launcher(slots, async (_, _) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Delay(50, CancellationToken.None);
            lock (gate)
            {
                now--;
            }

            return new RunOutcome(RunState.Finished, 1);
        }));
        most.Should().Be(slots);
    }

    [Fact]
    public async Task Begins_no_run_after_it_was_stopped()
    {
        using var stop = new CancellationTokenSource();
        var sweep = await RunAsync(
            new Launcher(1, async (_, stopping) =>
            {
                await stop.CancelAsync();
                return new RunOutcome(stopping.IsCancellationRequested ? RunState.Killed : RunState.Finished);
            }),
            stop);
        sweep.Runs.Select(r => r.State).Should().Equal(RunState.Killed, RunState.Planned, RunState.Planned, RunState.Planned);
    }

    [Fact]
    public async Task Tells_the_observer_of_every_run()
    {
        var observer = new Observer();
        await RunAsync(new Launcher(2, (_, _) => Task.FromResult(new RunOutcome(RunState.Finished, 1))), observer: observer);
        observer.Seen
            .Should().BeEquivalentTo(Enumerable.Range(0, 4).SelectMany(i => new[] { $"run{i} started", $"run{i} at 5 of 10", $"run{i} finished" }));
    }

    private async Task<SweepRecord> RunAsync(ILauncher launcher, CancellationTokenSource? stop = null, ISweepObserver? observer = null)
    {
        string[] ids = ["run0", "run1", "run2", "run3"];
        var planned = ids.Select(id => new RunPlanned(id, 0, 0, new Dictionary<string, string>()));
        using (var store = SweepStore.Create(Journal, Samples.Header(), planned, TimeProvider.System))
        {
            var runner = new SweepRunner(store, launcher, observer ?? new Observer());
            await runner.RunAsync(ids.Select(id => Samples.Request(id)), stop?.Token ?? CancellationToken.None);
        }

        return SweepRecord.Read(Journal);
    }

    private sealed class Launcher(int slots, Func<RunRequest, CancellationToken, Task<RunOutcome>> train) : ILauncher
    {
        public int Slots => slots;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public Task<RunOutcome> RunAsync(RunRequest run, Action<RunProgress> progress, CancellationToken stopping)
        {
            progress(new RunProgress(5, 10));
            return train(run, stopping);
        }
    }

    private sealed class Observer : ISweepObserver
    {
        public ConcurrentBag<string> Seen { get; } = [];

        public void Started(RunRequest run) => Seen.Add($"{run.Id} started");

        public void Progressed(RunRequest run, RunProgress progress) => Seen.Add($"{run.Id} at {progress.Step} of {progress.TotalSteps}");

        public void Ended(RunRequest run, RunOutcome outcome) => Seen.Add($"{run.Id} {outcome.State.ToString().ToLowerInvariant()}");
    }
}
