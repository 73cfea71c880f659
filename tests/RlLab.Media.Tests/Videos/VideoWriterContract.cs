using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Videos;

/// <summary>What every video writer keeps. A test class of each derives from this.</summary>
public abstract class VideoWriterContract : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    protected abstract IVideoWriter Create();

    private string Target => Folder.File("video" + Create().Extension);

    [Fact]
    public void Writes_one_file_and_leaves_nothing_else()
    {
        Create().Write(Target, TestFrames.MovingSquare(32, 16, 5), 30, TestContext.Current.CancellationToken);

        Folder.Files.Should().Equal(Path.GetFileName(Target));
        new FileInfo(Target).Length.Should().BePositive();
    }

    /// <summary>As a run's thread does, whose synchronization context goes on only when the run lets it.</summary>
    [Fact]
    public async Task Writes_on_a_thread_whose_synchronization_context_waits_for_the_writer()
    {
        var stopping = TestContext.Current.CancellationToken;
        var writer = Create();
        var writing = Task.Factory.StartNew(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(new WaitingContext());
                writer.Write(Target, TestFrames.MovingSquare(320, 160, 30), 30, stopping);
            },
            stopping,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await writing.WaitAsync(TimeSpan.FromMinutes(1), stopping);

        new FileInfo(Target).Length.Should().BePositive();
    }

    [Fact]
    public void Replaces_an_earlier_file()
    {
        File.WriteAllText(Target, "old");

        Create().Write(Target, TestFrames.MovingSquare(32, 16, 5), 30, TestContext.Current.CancellationToken);

        File.ReadAllBytes(Target).Take(3).Should().NotEqual("old"u8.ToArray());
        Folder.Files.Should().ContainSingle();
    }

    [Fact]
    public void Reads_the_frames_once_and_one_at_a_time()
    {
        var (reads, taken, held) = (0, 0, new Frame(32, 16));

        Create().Write(Target, Frames(), 30, TestContext.Current.CancellationToken);

        (reads, taken).Should().Be((1, 20));

        IEnumerable<Frame> Frames()
        {
            reads++;
            foreach (var frame in TestFrames.MovingSquare(32, 16, 20))
            {
                taken++;
                frame.Pixels.CopyTo(held.Pixels, 0);
                yield return held;
            }
        }
    }

    [Fact]
    public void Makes_the_frames_on_the_thread_of_the_caller_to_which_the_scopes_of_torch_belong()
    {
        var threads = new HashSet<int>();

        Create().Write(Target, TestFrames.MovingSquare(320, 160, 20).Where(_ => threads.Add(Environment.CurrentManagedThreadId) || true), 30,
            TestContext.Current.CancellationToken);

        threads.Should().Equal(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void Refuses_to_write_without_frames() =>
        Failure([]).Should().Throw<VideoException>().WithMessage("There is no frame*");

    [Fact]
    public void Refuses_frames_of_different_sizes() =>
        Failure([new Frame(8, 8), new Frame(8, 8), new Frame(8, 10)])
            .Should().Throw<VideoException>().WithMessage("Frame 2 is 8 x 10 pixels*8 x 8*");

    [Fact]
    public void Refuses_a_frame_whose_bytes_do_not_fit_its_size() =>
        Failure([new Frame(8, 8, new byte[64])]).Should().Throw<VideoException>().WithMessage("Frame 0*64 bytes*");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Refuses_a_rate_that_is_none(double rate) =>
        Failure([new Frame(8, 8)], rate).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(IOException))]
    public void Passes_on_what_the_frames_throw_and_leaves_nothing(Type kind)
    {
        var thrown = (Exception)Activator.CreateInstance(kind, "no more")!;

        Failure(TestFrames.MovingSquare(16, 16, 5).Select((f, i) => i < 3 ? f : throw thrown))
            .Should().Throw<Exception>().Which.Should().BeSameAs(thrown);
    }

    [Fact]
    public void Stops_when_it_shall_and_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var endless = Enumerable.Repeat(new Frame(64, 64), int.MaxValue).Select((frame, i) =>
        {
            if (i == 10)
            {
                stop.Cancel();
            }

            return frame;
        });

        Failure(endless, stop: stop).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Says_where_a_folder_is_missing()
    {
        var writer = Create();
        var target = Folder.File(Path.Combine("missing", "video" + writer.Extension));

        var failure = FluentActions.Invoking(() => writer.Write(target, [new Frame(8, 8)], 30, TestContext.Current.CancellationToken))
            .Should().Throw<Exception>().Which;

        failure.Message.Should().Contain("missing");
        (failure is VideoException or IOException).Should().BeTrue();
        Folder.Files.Should().BeEmpty();
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A writing that must fail, must not touch the file that is there, and must leave nothing beside it.</summary>
    private Action Failure(IEnumerable<Frame> frames, double rate = 30, CancellationTokenSource? stop = null)
    {
        var (writer, target) = (Create(), Target);
        return () =>
        {
            File.WriteAllText(target, "old");
            try
            {
                writer.Write(target, frames, rate, stop?.Token ?? TestContext.Current.CancellationToken);
            }
            finally
            {
                File.ReadAllText(target).Should().Be("old");
                Folder.Files.Should().ContainSingle();
            }
        };
    }

    /// <summary>Keeps what it is given, for a thread that never comes to it.</summary>
    private sealed class WaitingContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
