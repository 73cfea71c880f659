using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class CompanionTests
{
    [Fact]
    public void Each_piece_of_work_is_done_once_and_before_the_end_of_Finish()
    {
        using var companion = new Companion();
        var (done, elsewhere) = (0, 0);
        for (var piece = 1; piece <= 20_000; piece++)
        {
            companion.Start(Work);
            if (piece % 1_000 == 0)
            {
                // The other thread has to do it, and falls asleep before the next one.
                var before = piece;
                SpinWait.SpinUntil(() => Volatile.Read(ref done) == before, TimeSpan.FromSeconds(20)).Should().BeTrue();
                Thread.Sleep(2);
            }

            companion.Finish();
            Assert.Equal(piece, done);
        }

        elsewhere.Should().BePositive();

        void Work()
        {
            done++;
            elsewhere += Thread.CurrentThread.Name == "companion" ? 1 : 0;
        }
    }

    [Fact]
    public void What_the_work_throws_is_thrown_by_Finish_and_the_next_piece_is_done()
    {
        using var companion = new Companion();
        companion.Start(() => throw new InvalidOperationException("too much"));
        Thread.Sleep(2);
        companion.Invoking(c => c.Finish()).Should().Throw<InvalidOperationException>().WithMessage("too much");
        var done = false;
        companion.Start(() => done = true);
        companion.Finish();
        done.Should().BeTrue();
    }

    [Fact]
    public void Its_thread_ends_with_it()
    {
        Thread? worker = null;
        var companion = new Companion();
        companion.Start(() => worker = Thread.CurrentThread);
        SpinWait.SpinUntil(() => worker is not null, TimeSpan.FromSeconds(20)).Should().BeTrue();
        companion.Finish();
        companion.Dispose();
        worker!.IsAlive.Should().BeFalse();
    }
}
