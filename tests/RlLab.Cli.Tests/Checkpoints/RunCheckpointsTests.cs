using TorchSharp;

namespace RlLab.Cli.Tests.Checkpoints;

[Collection(TorchGenerator.Name)]
public sealed class RunCheckpointsTests : IDisposable
{
    private static readonly RunOrigin Origin = new("managed 1.2.3", "cpu", "Lab 1, My Core 4");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-checkpoints-");
    private readonly HandClock _clock = new();
    private readonly List<string> _told = [];

    [Fact]
    public void The_training_that_was_saved_goes_on_and_those_before_it_are_done_again()
    {
        Saved(place: 7, trainings: 2);
        using var checkpoints = Checkpoints();
        checkpoints.Find(recorded: 100);

        var (first, second, third) = (new Walk(), new Walk(), new Walk());
        Resume(checkpoints, first).Should().Be((false, 0));
        Resume(checkpoints, second).Should().Be((true, 40));
        Resume(checkpoints, third).Should().Be((false, 0));
        (first.Place, second.Place, third.Place).Should().Be((0, 7, 0));
    }

    [Fact]
    public void The_generator_of_torch_goes_on_too()
    {
        torch.manual_seed(3);
        Saved(place: 1);
        using var next = torch.rand(4);
        torch.manual_seed(99);
        using var checkpoints = Checkpoints();
        checkpoints.Find(recorded: 100);
        Resume(checkpoints, new Walk());
        using var again = torch.rand(4);
        again.data<float>().Should().Equal(next.data<float>());
    }

    [Theory]
    [InlineData(0.1, 60)]
    [InlineData(3, 150)]
    public void One_that_takes_long_puts_the_next_one_off_so_that_it_takes_a_fiftieth_of_the_time(double takes, double pause)
    {
        using var checkpoints = Checkpoints();
        checkpoints.IsDue.Should().BeFalse();
        _clock.Timer.Due.Should().Be(TimeSpan.FromMinutes(1));
        _clock.Timer.Ring();
        checkpoints.IsDue.Should().BeTrue();

        var walk = new Walk { WhileSaved = () => _clock.Advance(TimeSpan.FromSeconds(takes)) };
        Resume(checkpoints, walk);
        checkpoints.Write(1, walk, position: 40, _ => { });

        checkpoints.IsDue.Should().BeFalse();
        _clock.Timer.Due.Should().Be(TimeSpan.FromSeconds(pause));
    }

    [Fact]
    public void What_cannot_be_saved_is_told_once()
    {
        using var checkpoints = Checkpoints();
        var walk = new Walk { WhileSaved = () => throw new NotSupportedException("Python keeps its state to itself.") };
        Resume(checkpoints, walk);
        checkpoints.Write(1, walk, position: 40, _ => { });
        checkpoints.Write(2, walk, position: 40, _ => { });
        _told.Should().ContainSingle().Which.Should().Contain("Python keeps its state to itself.");
        _folder.GetFiles().Should().BeEmpty();
    }

    [Fact]
    public void One_that_does_not_fit_on_the_disk_is_told_and_the_next_is_tried()
    {
        using var checkpoints = Checkpoints();
        var full = true;
        var walk = new Walk { WhileSaved = () => { if (full) { throw new IOException("No space left on device."); } } };
        Resume(checkpoints, walk);
        checkpoints.Write(1, walk, position: 40, _ => { });
        full = false;
        checkpoints.Write(2, walk, position: 40, _ => { });
        _told.Should().ContainSingle().Which.Should().Contain("step 1").And.Contain("No space left on device.");
        _folder.GetFiles().Should().ContainSingle();
    }

    [Fact]
    public void One_that_knows_of_more_than_the_record_holds_is_told_and_the_one_before_it_taken()
    {
        Saved(place: 1, position: 40);
        Saved(place: 2, position: 80);
        using var checkpoints = Checkpoints();
        checkpoints.Find(recorded: 60);
        var walk = new Walk();
        Resume(checkpoints, walk).Should().Be((true, 40));
        walk.Place.Should().Be(1);
        _told.Should().ContainSingle().Which.Should().Contain("power cut");
    }

    [Theory]
    [InlineData("libtorch 1.2.3", "cpu", "--engine managed --device cpu")]
    [InlineData("managed 1.2.4", "cpu", "managed 1.2.3")]
    [InlineData("managed 1.2.3", "cuda", "--device cpu")]
    public void On_another_engine_or_device_it_is_refused_with_the_way_out(string engine, string device, string wayOut)
    {
        Saved(place: 1);
        using var checkpoints = Checkpoints(Origin with { Engine = engine, Device = device });
        var find = () => checkpoints.Find(recorded: 100);
        find.Should().Throw<UserException>().WithMessage($"*{wayOut}*");
        using var file = new FileStream(_folder.GetFiles().Single().FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        file.Length.Should().BePositive("nobody has it open, so that it can be deleted");
    }

    [Theory]
    [InlineData("Lab 2, My Core 4", ", Lab: ")]
    [InlineData("Lab 1, My Core 5", ", My Core: ")]
    [InlineData("Lab 2, My Core 5, Other 6", ", Lab, My Core: ")]
    public void By_code_that_was_built_anew_it_is_taken_and_told(string code, string which)
    {
        Saved(place: 5);
        using var checkpoints = Checkpoints(Origin with { Code = code });
        checkpoints.Find(recorded: 100);
        var walk = new Walk();
        Resume(checkpoints, walk).Taken.Should().BeTrue();
        walk.Place.Should().Be(5);
        _told.Should().ContainSingle().Which.Should().Contain($"built anew since its checkpoint was written{which}");
    }

    [Theory]
    [InlineData("Lab 1, My Core 4, Other 6")]
    [InlineData("Lab 1")]
    public void Code_that_only_one_of_checkpoint_and_process_names_is_not_told_as_built_anew(string code)
    {
        Saved(place: 5);
        using var checkpoints = Checkpoints(Origin with { Code = code });
        checkpoints.Find(recorded: 100);
        Resume(checkpoints, new Walk()).Taken.Should().BeTrue();
        _told.Should().BeEmpty("older checkpoints name what the experiment refers to itself, and the host");
    }

    [Fact]
    public void A_state_of_another_training_is_refused_in_words()
    {
        Saved(place: 5);
        using var checkpoints = Checkpoints();
        checkpoints.Find(recorded: 100);
        var resume = () => checkpoints.Resume(new Pair(), (_, _) => { });
        resume.Should().Throw<InvalidDataException>().WithMessage($"*checkpoint of step 5*Pair was saved with other fields*{_folder.FullName}*");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RunCheckpoints Checkpoints(RunOrigin? origin = null) =>
        new(new CheckpointFolder(_folder.FullName), origin ?? Origin, TimeSpan.FromMinutes(1), _clock, _told.Add);

    /// <summary>A run saves its state in the last of some trainings.</summary>
    private void Saved(int place, int trainings = 1, long position = 40)
    {
        using var checkpoints = Checkpoints();
        checkpoints.Find(recorded: position);
        var walk = new Walk();
        for (var training = 0; training < trainings; training++)
        {
            checkpoints.Resume(walk = new Walk(), (_, _) => { });
        }

        walk.Place = place;
        checkpoints.Write(place, walk, position, _ => { });
    }

    private static (bool Taken, long Position) Resume(RunCheckpoints checkpoints, IResumable training)
    {
        var from = 0L;
        return (checkpoints.Resume(training, (_, position) => from = position), from);
    }

    /// <summary>A clock that goes on when it is told to, with a timer that rings when it is told to.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public HandTimer Timer { get; private set; } = null!;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Timer = new HandTimer(() => callback(state)) { Due = dueTime };
    }

    private sealed class HandTimer(Action ring) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A training that is no more than a place.</summary>
internal sealed class Walk : IResumable
{
    public int Place { get; set; }

    /// <summary>Happens while it is saved.</summary>
    public Action WhileSaved { get; init; } = () => { };

    public void SaveState(BinaryWriter writer)
    {
        writer.Write(Place);
        WhileSaved();
    }

    public void RestoreState(BinaryReader reader) => Place = reader.ReadInt32();
}

/// <summary>Another training.</summary>
[Checkpointed]
internal sealed partial class Pair
{
    public int First { get; set; }

    public int Second { get; set; }
}
