using System.IO.Pipelines;

namespace RlLab.Sweeps.Tests;

public sealed class WorkerLineTests
{
    private static readonly RunRequest Run = Samples.Request("a");

    private readonly Pipe _input = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Tells_the_host_of_each_run()
    {
        var line = Line();
        line.Started(Run);
        line.Progressed(Run, new RunProgress(3, 9));
        line.Told(Run, "It is slow.");
        line.Ended(Run, new RunOutcome(RunState.Finished, double.PositiveInfinity));
        Answers().Select(a => a!.GetType())
            .Should().Equal(typeof(StartedMessage), typeof(ProgressMessage), typeof(ToldMessage), typeof(EndedMessage));
        Answers()[^1].Should().Be(new EndedMessage("a", new RunOutcome(RunState.Finished, double.PositiveInfinity)));
    }

    [Fact]
    public void Stops_when_it_is_told_and_passes_over_what_it_does_not_understand()
    {
        var line = Line();
        line.Open();
        Write("hello", "{\"message\":\"dance\"}", new StopMessage().ToLine());
        line.Stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).Should().BeTrue();
        line.Orphaned.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void Stops_when_the_host_is_gone()
    {
        var line = Line();
        line.Open();
        _input.Writer.Complete();
        line.Stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).Should().BeTrue();
        line.Orphaned.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Thins_out_progress_but_loses_no_outcome()
    {
        var line = Line();
        line.Started(Run);
        for (var step = 0; step < 100_000; step++)
        {
            line.Progressed(Run, new RunProgress(step, 100_000));
        }

        line.Ended(Run, new RunOutcome(RunState.Finished, 1));
        Answers().OfType<ProgressMessage>().Count().Should().BeInRange(1, 1_000);
        Answers().TakeLast(2)
            .Should().Equal(new ProgressMessage("a", 99_999, 100_000), new EndedMessage("a", new RunOutcome(RunState.Finished, 1)));
    }

    private WorkerLine Line() => new(new StreamReader(_input.Reader.AsStream()), _output, TimeProvider.System);

    private void Write(params string[] lines)
    {
        var text = string.Concat(lines.Select(line => line + "\n"));
        _input.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask().GetAwaiter().GetResult();
    }

    private IReadOnlyList<WorkerMessage?> Answers() =>
        [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WorkerMessage.FromLine)];
}
