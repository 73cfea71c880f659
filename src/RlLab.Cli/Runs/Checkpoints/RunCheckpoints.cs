using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Cli;

/// <summary>Saves the state of a run from time to time, and takes the run up from it.</summary>
/// <remarks>
/// A checkpoint holds where it comes from, how far the run's record was, the run's own state, torch's generator, and the training's state. Writing
/// them takes at most a fiftieth of the run's time, whatever they weigh: the longer one takes, the later is the next. Runs that share a thread share
/// that fiftieth.
/// </remarks>
internal sealed class RunCheckpoints : IDisposable
{
    private const int LongestShare = 50;

    private readonly CheckpointFolder _folder;
    private readonly RunOrigin _origin;
    private readonly TimeSpan _every;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly ITimer _timer;
    private BinaryReader? _saved;
    private SavedRun _from;
    private int _training;
    private long _savedStep = -1;
    private bool _cannot;
    private volatile bool _isDue;

    /// <summary>Checkpoints of a run.</summary>
    /// <param name="folder">Where they are kept.</param>
    /// <param name="origin">Where the run comes from.</param>
    /// <param name="every">
    /// How much time passes between two; zero for one at every call, <see cref="Timeout.InfiniteTimeSpan"/> for none but at a stop.
    /// </param>
    /// <param name="clock">The clock.</param>
    /// <param name="warn">Told of what keeps a checkpoint from being written or used.</param>
    public RunCheckpoints(CheckpointFolder folder, RunOrigin origin, TimeSpan every, TimeProvider clock, Action<string> warn)
    {
        (_folder, _origin, _every, _clock, _warn) = (folder, origin, every, clock, warn);
        _isDue = every == TimeSpan.Zero;
        _timer = clock.CreateTimer(_ => _isDue = true, null, every == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : every, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many runs share the thread. Default: one.</summary>
    public Func<int> Runs { get; init; } = () => 1;

    /// <summary>Whether it is time for a checkpoint.</summary>
    public bool IsDue => _isDue;

    /// <summary>Whether the training that asks next to be taken up will be.</summary>
    public bool TakesUpTheNext => _saved is not null && _training + 1 == _from.Training;

    /// <summary>Looks for a checkpoint to take the run up from.</summary>
    /// <param name="recorded">The length of the run's journal: a checkpoint that knows of more is of no use.</param>
    /// <exception cref="UserException">There is one, and this process cannot go on from it to the bit.</exception>
    public void Find(long recorded)
    {
        while (_saved is null && _folder.OpenNewest(_warn) is { } state)
        {
            var reader = new BinaryReader(state);
            try
            {
                var origin = RunOrigin.Read(reader);
                _from = SavedState.Read<SavedRun>(reader);
                CheckOrigin(origin);
            }
            catch
            {
                // Open, its file could not be deleted everywhere, which is what the message may tell to do.
                reader.Dispose();
                throw;
            }

            if (_from.Position <= recorded)
            {
                _saved = reader;
                return;
            }

            reader.Dispose();
            _warn($"The checkpoint of step {_from.Step:N0} knows of more than the run's record holds, which a power cut may have shortened.");
            _folder.RemoveNewest();
        }
    }

    /// <summary>Takes a training up, if it is the one that was saved.</summary>
    /// <param name="training">The training.</param>
    /// <param name="restoreRun">Restores the run's own state, and is told how far its record was.</param>
    /// <exception cref="InvalidDataException">The state is not one of this training.</exception>
    public bool Resume(IResumable training, Action<BinaryReader, long> restoreRun)
    {
        if (++_training != _from.Training || _saved is null)
        {
            return false;
        }

        try
        {
            using var reader = _saved;
            restoreRun(reader, _from.Position);
            RestoreGenerators(reader);
            training.RestoreState(reader);
            if (reader.BaseStream.ReadByte() >= 0)
            {
                throw new InvalidDataException("More was saved than is restored.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"The run cannot be taken up from its checkpoint of step {_from.Step:N0}: {e.Message} Go back to the code and the settings that "
                + $"wrote it, or delete {_folder} to have the run begin anew.",
                e);
        }

        (_saved, _savedStep) = (null, _from.Step);
        return true;
    }

    /// <summary>Writes a checkpoint, unless it would be the last one again.</summary>
    /// <param name="step">The training's step.</param>
    /// <param name="training">The training.</param>
    /// <param name="position">How far the run's record is.</param>
    /// <param name="saveRun">Writes the run's own state.</param>
    public void Write(long step, IResumable training, long position, Action<BinaryWriter> saveRun)
    {
        _isDue = false;
        var started = _clock.GetTimestamp();
        if (_training > 0 && step != _savedStep && !_cannot)
        {
            TryWrite(step, training, position, saveRun);
        }

        var pause = TimeSpan.FromTicks(Math.Max(_every.Ticks, LongestShare * Runs() * _clock.GetElapsedTime(started).Ticks));
        if (_every == TimeSpan.Zero)
        {
            _isDue = true;
        }
        else if (_every != Timeout.InfiniteTimeSpan)
        {
            _timer.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Removes all checkpoints of a run that has finished.</summary>
    public void Clear() => _folder.Clear();

    public void Dispose()
    {
        _timer.Dispose();
        _saved?.Dispose();
    }

    private void TryWrite(long step, IResumable training, long position, Action<BinaryWriter> saveRun)
    {
        try
        {
            _folder.Write(writer =>
            {
                _origin.Write(writer);
                SavedState.Write(writer, new SavedRun(step, position, _training));
                saveRun(writer);
                SaveGenerators(writer);
                training.SaveState(writer);
            });
            _savedStep = step;
        }
        catch (NotSupportedException e)
        {
            _cannot = true;
            _warn($"No checkpoint can be written, so that a run that is stopped or killed begins anew: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"The checkpoint of step {step:N0} could not be written: {e.Message} Training goes on; the next one is tried in its time.");
        }
    }

    private void CheckOrigin(RunOrigin origin)
    {
        if (origin.Engine != _origin.Engine || origin.Device != _origin.Device)
        {
            throw new UserException(
                $"The run was trained on {origin.Device} by {origin.Engine}, and cannot go on to the bit on {_origin.Device} by {_origin.Engine}. "
                + $"Take it up with --engine {origin.Engine.Split(' ')[0]} --device {origin.Device}, or delete {_folder} to have it begin anew.");
        }

        if (_origin.BuiltAnewSince(origin) is { Count: > 0 } anew)
        {
            _warn($"It is taken up by code that was built anew since its checkpoint was written, {string.Join(", ", anew)}: if that code trains in "
                + "another way, this is not the run that one without a stop would have been.");
        }
    }

    private static void SaveGenerators(BinaryWriter writer)
    {
        using var state = get_rng_state();
        SavedState.WriteElements<byte>(writer, state.bytes);
    }

    private static void RestoreGenerators(BinaryReader reader)
    {
        using var state = tensor(SavedState.ReadArray<byte>(reader, null));
        set_rng_state(state);
    }

    /// <summary>What of a run a checkpoint tells first.</summary>
    /// <param name="Step">The training's step.</param>
    /// <param name="Position">How far the run's record was.</param>
    /// <param name="Training">Which of the run's trainings it is, from 1: those before it are done again.</param>
    private readonly record struct SavedRun(long Step, long Position, int Training);
}
