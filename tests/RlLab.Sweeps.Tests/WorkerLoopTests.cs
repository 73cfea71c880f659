using System.Buffers;
using System.IO.Pipelines;

namespace RlLab.Sweeps.Tests;

public sealed class WorkerLoopTests
{
    private readonly Pipe _input = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Answers_each_run_with_its_outcome_and_passes_over_what_it_does_not_understand()
    {
        Write("hello", "{\"message\":\"dance\"}");
        Write(new TrainMessage(Samples.Request("a")).ToLine(), new TrainMessage(Samples.Request("b")).ToLine());
        _input.Writer.Complete();
        var seen = new List<string>();
        Loop().Serve((run, progress, _) =>
        {
            seen.Add(run.Id);
            progress(new RunProgress(3, 9));
            return new RunOutcome(RunState.Finished, double.PositiveInfinity);
        });
        seen.Should().Equal("a", "b");
        Answers().OfType<EndedMessage>().Select(e => e.Outcome)
            .Should().AllBeEquivalentTo(new RunOutcome(RunState.Finished, double.PositiveInfinity)).And.HaveCount(2);
        Answers().OfType<ProgressMessage>().First().Should().Be(new ProgressMessage(3, 9));
    }

    [Fact]
    public void Stops_a_run_when_it_is_told()
    {
        Write(new TrainMessage(Samples.Request("a")).ToLine());
        Loop().Serve((_, _, stopping) =>
        {
            Write(new StopMessage().ToLine());
            var stopped = stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            _input.Writer.Complete();
            return new RunOutcome(stopped ? RunState.Killed : RunState.Finished);
        });
        Answers().OfType<EndedMessage>().Single().Outcome.State.Should().Be(RunState.Killed);
    }

    [Fact]
    public void Stops_a_run_when_whoever_led_the_sweep_is_gone()
    {
        Write(new TrainMessage(Samples.Request("a")).ToLine());
        var loop = Loop();
        loop.Serve((_, _, stopping) =>
        {
            _input.Writer.Complete();
            return new RunOutcome(stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)) ? RunState.Killed : RunState.Finished);
        });
        loop.Orphaned.IsCancellationRequested.Should().BeTrue();
        Answers().OfType<EndedMessage>().Single().Outcome.State.Should().Be(RunState.Killed);
    }

    [Fact]
    public void Thins_out_progress_but_loses_no_outcome()
    {
        Write(new TrainMessage(Samples.Request("a")).ToLine());
        _input.Writer.Complete();
        Loop().Serve((_, progress, _) =>
        {
            for (var step = 0; step < 100_000; step++)
            {
                progress(new RunProgress(step, 100_000));
            }

            return new RunOutcome(RunState.Finished, 1);
        });
        Answers().OfType<ProgressMessage>().Count().Should().BeInRange(1, 1_000);
        Answers().TakeLast(2)
            .Should().Equal(new ProgressMessage(99_999, 100_000), new EndedMessage(new RunOutcome(RunState.Finished, 1)));
    }

    private WorkerLoop Loop() => new(new StreamReader(_input.Reader.AsStream()), _output, TimeProvider.System);

    private void Write(params string[] lines)
    {
        foreach (var line in lines)
        {
            _input.Writer.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }

        _input.Writer.FlushAsync().AsTask().GetAwaiter().GetResult();
    }

    private IEnumerable<WorkerMessage?> Answers() =>
        _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WorkerMessage.FromLine);
}
