using TorchSharp;

namespace RlLab.Testing;

/// <summary>A run that is killed at one of its calls, and saves its state in memory at some of its safe points.</summary>
/// <param name="random">Decides at which; null for none, but at a stop.</param>
/// <param name="killAt">The number of the call; null for none.</param>
internal sealed class InterruptedRun(RandomGenerator? random, int? killAt) : IRun
{
    private InterruptedRun? _from;
    private IResumable? _training;
    private (byte[] State, byte[] Generators, int Points)? _saved;

    public RecordingRun Record { get; private init; } = new(seed: 7);

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Calls of <see cref="Checkpoint"/> so far.</summary>
    public int SafePoints { get; private set; }

    /// <summary>How often it was taken up from a state.</summary>
    public int Restored { get; private set; }

    /// <summary>The safe point from which on it is told to stop; null for none.</summary>
    public int? StopAt { get; init; }

    /// <summary>What the training held when it logged last; once it is over its networks may be gone.</summary>
    public byte[] FinalState { get; private set; } = [];

    public string Id => Record.Id;

    public long Seed => Record.Seed;

    public string Device => Record.Device;

    public CancellationToken Stopping => Record.Stopping;

    public TimeProvider Clock => Record.Clock;

    /// <summary>The same run, taken up from what it saved last.</summary>
    public InterruptedRun TakeUp(int? killAt)
    {
        var run = new InterruptedRun(random, killAt) { _from = _saved is null ? _from : this, Restored = Restored };
        var points = _saved?.Points ?? _from?._saved?.Points ?? 0;
        run.Record.Metrics.AddRange(Record.Metrics.Take(points));
        foreach (var (name, checkpoint) in Record.Checkpoints)
        {
            run.Record.Checkpoints[name] = checkpoint;
        }

        return run;
    }

    public bool Resume(IResumable training)
    {
        _training = training;
        if (_from?._saved is not { } saved)
        {
            return false;
        }

        using var generators = torch.tensor(saved.Generators);
        torch.set_rng_state(generators);
        using var reader = new BinaryReader(new MemoryStream(saved.State));
        training.RestoreState(reader);
        reader.BaseStream.Position.Should().Be(reader.BaseStream.Length, "what is saved is restored");
        Restored++;
        return true;
    }

    public void Checkpoint(long step, IResumable training)
    {
        Count(isSafePoint: true);
        SafePoints++;
        training.Should().BeSameAs(_training, "it is what Resume was given");
        if (StopAt <= SafePoints)
        {
            Record.Stop.Cancel();
        }

        if (Stopping.IsCancellationRequested || random?.NextInt(10) == 0)
        {
            using var generators = torch.get_rng_state();
            _saved = (StateOf(training), generators.bytes.ToArray(), Record.Metrics.Count);
        }

        Stopping.ThrowIfCancellationRequested();
    }

    public void LogMetric(string name, double value, long step)
    {
        Count();
        Record.LogMetric(name, value, step);
    }

    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        Count();
        Record.LogMetrics(step, metrics);
    }

    public void LogParameter(string name, string value) => Record.Parameters[name] = value;

    public void SetTag(string name, string value) => Record.SetTag(name, value);

    public void LogArtifact(string path, Action<Stream> write)
    {
        Count();
        Record.LogArtifact(path, write);
    }

    public void LogFigure(string path, Figure figure)
    {
        Count();
        Record.LogFigure(path, figure);
    }

    public void LogImage(string name, Frame image, long step)
    {
        Count();
        Record.LogImage(name, image, step);
    }

    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond)
    {
        Count();
        Record.LogVideo(path, frames, framesPerSecond);
    }

    public void SaveCheckpoint(string name, long step, Action<Stream> write)
    {
        Count();
        Record.SaveCheckpoint(name, step, write);
    }

    public void ReportProgress(long step, long totalSteps) => Count();

    private static byte[] StateOf(IResumable training)
    {
        using var state = new MemoryStream();
        using var writer = new BinaryWriter(state);
        training.SaveState(writer);
        return state.ToArray();
    }

    private void Count(bool isSafePoint = false)
    {
        if (++Calls == killAt)
        {
            throw new KilledException();
        }

        FinalState = isSafePoint || _training is null ? FinalState : StateOf(_training);
    }
}

/// <summary>Stands for the end of a process.</summary>
internal sealed class KilledException() : Exception("The run was killed.");
