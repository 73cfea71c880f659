using TorchSharp;

namespace RlLab.Cli.Tests;

public sealed class TrainingContextTests
{
    private readonly List<string> _warnings = [];
    private bool _stopped;

    [Fact]
    public void What_follows_an_await_has_the_thread_the_gradient_mode_and_the_scope_of_what_went_before()
    {
        var thread = Environment.CurrentManagedThreadId;
        torch.Tensor? kept = null;
        Run(async () =>
        {
            using var scope = torch.NewDisposeScope();
            using (torch.no_grad())
            {
                await Task.Yield();
                await Task.Delay(1, TestContext.Current.CancellationToken);
                Environment.CurrentManagedThreadId.Should().Be(thread);
                torch.is_grad_enabled().Should().BeFalse();
            }

            await Task.Run(() => { }, TestContext.Current.CancellationToken);
            torch.is_grad_enabled().Should().BeTrue();
            kept = torch.ones(1);
            scope.Contains(kept).Should().BeTrue("it was made within the scope, after an await");
        });
        kept!.IsInvalid.Should().BeTrue("the scope has ended");
    }

    [Fact]
    public void Blocking_on_a_task_that_needs_no_thread_of_its_own_comes_back()
    {
        var answer = 0;
        Run(() =>
        {
            answer = AnswerAsync().Result;
            return Task.CompletedTask;
        });
        answer.Should().Be(42);

        static async Task<int> AnswerAsync()
        {
            await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
            return 42;
        }
    }

    [Fact]
    public void An_async_void_method_is_waited_for_on_the_same_thread()
    {
        var (thread, later) = (Environment.CurrentManagedThreadId, 0);
        Run(() =>
        {
            Helper();
            return Task.CompletedTask;
        });
        later.Should().Be(thread);
        _warnings.Should().BeEmpty();

        async void Helper()
        {
            await Task.Delay(1, CancellationToken.None);
            later = Environment.CurrentManagedThreadId;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_an_async_void_method_throws_stops_training_and_is_what_it_failed_of(bool later)
    {
        using var stop = new CancellationTokenSource();
        var disposed = false;
        var run = () => new TrainingContext(stop.Cancel, _warnings.Add, TimeSpan.FromMinutes(1), TimeProvider.System).Run(async () =>
        {
            try
            {
                Helper(later);
                await Task.Delay(Timeout.Infinite, stop.Token);
            }
            finally
            {
                disposed = true;
            }
        });
        run.Should().Throw<InvalidOperationException>().WithMessage("The rope broke.").Which.StackTrace.Should().Contain(nameof(Helper));
        disposed.Should().BeTrue("training is let come to its end");

        static async void Helper(bool later)
        {
            if (later)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException("The rope broke.");
        }
    }

    [Fact]
    public void What_an_async_void_method_throws_fails_a_training_that_never_awaits()
    {
        var run = () => Run(() =>
        {
            Helper();
            return Task.CompletedTask;
        });
        run.Should().Throw<InvalidOperationException>().WithMessage("The rope broke.");
        _stopped.Should().BeTrue();

        static async void Helper()
        {
            await Task.CompletedTask;
            throw new InvalidOperationException("The rope broke.");
        }
    }

    [Fact]
    public void An_async_void_method_without_end_holds_a_run_no_longer_than_the_patience()
    {
        var never = new TaskCompletionSource();
        Run(
            () =>
            {
                Helper();
                return Task.CompletedTask;
            },
            TimeSpan.Zero);
        _warnings.Should().ContainSingle().Which.Should().Contain("async void").And.Contain("await");
        never.SetResult();
        _warnings.Should().HaveCount(2, "its continuation came after the run").And.Contain(warning => warning.Contains("not done"));

        async void Helper() => await never.Task;
    }

    [Fact]
    public void Endless_work_that_nobody_awaits_ends_with_training()
    {
        var rounds = 0;
        Run(() =>
        {
            _ = SpinAsync();
            return Task.CompletedTask;
        });
        var done = rounds;
        _warnings.Should().ContainSingle().Which.Should().Contain("not awaited");
        rounds.Should().Be(done);

        async Task SpinAsync()
        {
            while (true)
            {
                await Task.Yield();
                rounds++;
            }
        }
    }

    [Fact]
    public void The_thread_is_given_back_as_it_was()
    {
        var before = SynchronizationContext.Current;
        Run(() => Task.CompletedTask);
        var run = () => Run(() => Task.FromException(new InvalidOperationException("The rope broke.")));
        run.Should().Throw<InvalidOperationException>();
        SynchronizationContext.Current.Should().BeSameAs(before);
    }

    private void Run(Func<Task> train, TimeSpan? patience = null) =>
        new TrainingContext(() => _stopped = true, _warnings.Add, patience ?? TimeSpan.FromMinutes(1), TimeProvider.System).Run(train);
}
