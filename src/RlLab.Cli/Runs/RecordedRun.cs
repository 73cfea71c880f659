using System.Globalization;
using System.Runtime.InteropServices;
using RlLab.Media;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>The run that an experiment trains with: it records to the run's journal, and draws and films for it.</summary>
/// <param name="journal">Where everything is recorded.</param>
/// <param name="request">What is trained.</param>
/// <param name="video">Makes videos; asked for where there is one to make. Null where none is to be made.</param>
/// <param name="checkpoints">Keeps the run's state.</param>
/// <param name="clock">The clock.</param>
/// <param name="progress">Told how far the run is.</param>
/// <param name="reported">Told each value of the objective as it is logged.</param>
/// <param name="stopping">Signalled when the run shall stop.</param>
/// <param name="warn">Told, once each, of steps that fall or are negative, and that something was called after the run's end.</param>
internal sealed class RecordedRun(
    RunJournal journal,
    RunRequest request,
    Lazy<VideoWriterChoice>? video,
    RunCheckpoints checkpoints,
    TimeProvider clock,
    Action<RunProgress> progress,
    Action<ObjectivePoint> reported,
    CancellationToken stopping,
    Action<string> warn) : IRun
{
    /// <summary>The parameter under which a run logs its seed.</summary>
    public const string SeedParameter = "seed";

    /// <summary>How often steps that are logged count as progress, where the experiment reports none.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _lastSteps = [];
    private volatile bool _ended;
    private volatile bool _reportsProgress;
    private StartingWeights? _unread = StartingTags.Read(request.Tags);
    private bool _hasSeedParameter = request.Parameters.Keys.Any(IsSeed);
    private bool _warnedOfSteps;
    private long? _progressed;
    private int _warned;

    /// <inheritdoc/>
    public string Id => request.Id;

    /// <inheritdoc/>
    public long Seed => request.Seed;

    /// <inheritdoc/>
    public string Device => request.Device;

    /// <inheritdoc/>
    public CancellationToken Stopping => stopping;

    /// <inheritdoc/>
    public TimeProvider Clock => clock;

    /// <inheritdoc/>
    public StartingWeights? StartingWeights
    {
        get
        {
            _unread = null;
            return checkpoints.TakesUpTheNext ? null : StartingTags.Read(request.Tags);
        }
    }

    /// <summary>The last value of the objective that was logged; null where none was.</summary>
    public double? Objective { get; private set; }

    /// <summary>Ends the run: nothing more is kept from here on.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                LogSeed();
            }

            _ended = true;
        }
    }

    /// <inheritdoc/>
    public void LogMetric(string name, double value, long step) => LogMetrics(step, new Metric(name, value));

    /// <inheritdoc/>
    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        ThrowIfEnded("LogMetric");
        ThrowIfWeightsAreLeft();
        double? objective = null;
        lock (_lock)
        {
            LogSeed();
            journal.LogMetrics(step, metrics);
            foreach (var (name, value) in metrics)
            {
                if (name == request.Objective)
                {
                    Objective = objective = value;
                }

                NoteStep(name, step);
            }

            ProgressTo(step);
        }

        if (objective is { } told)
        {
            reported(new ObjectivePoint(step, told));
        }
    }

    /// <inheritdoc/>
    public void LogParameter(string name, string value)
    {
        ThrowIfEnded("LogParameter");
        lock (_lock)
        {
            _hasSeedParameter |= IsSeed(name);
            journal.LogParameter(name, value);
        }
    }

    /// <inheritdoc/>
    public void SetTag(string name, string value)
    {
        ThrowIfEnded("SetTag");
        journal.SetTag(name, value);
    }

    /// <inheritdoc/>
    public void LogArtifact(string path, Action<Stream> write)
    {
        ThrowIfEnded("LogArtifact");
        journal.LogArtifact(path, write);
    }

    /// <inheritdoc/>
    public void LogFigure(string path, Figure figure)
    {
        ThrowIfEnded("LogFigure");
        journal.LogFigure(path, figure);
    }

    /// <inheritdoc/>
    public void LogVideo(string path, IEnumerable<Frame> frames, double framesPerSecond)
    {
        ThrowIfEnded("LogVideo");
        if (video is null)
        {
            journal.SetTag("rllab.video", "none: the sweep has --films off");
            return;
        }

        // An encoder writes to a file, and may go back in it; the run keeps it only when it is whole.
        var (writer, reason) = video.Value;
        var file = Path.Combine(journal.Folder, $"video-{Guid.NewGuid():n}{writer.Extension}");
        try
        {
            writer.Write(file, frames, framesPerSecond, stopping);
            ThrowIfEnded("LogVideo");
            journal.LogArtifact(path + writer.Extension, stream => Copy(file, stream));
        }
        finally
        {
            File.Delete(file);
        }

        journal.SetTag("rllab.video", reason);
    }

    /// <inheritdoc/>
    public void LogImage(string name, Frame image, long step)
    {
        ThrowIfEnded("LogImage");
        var file = Path.Combine(journal.Folder, $"image-{Guid.NewGuid():n}.png");
        try
        {
            new AnimatedPngWriter().Write(file, [image], framesPerSecond: 1, stopping);
            journal.LogImage(name, step, stream => Copy(file, stream));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void LogInput(RunInput input)
    {
        ThrowIfEnded("LogInput");
        journal.LogInput(input);
    }

    /// <inheritdoc/>
    public void SaveCheckpoint(string name, long step, Action<Stream> write)
    {
        ThrowIfEnded("SaveCheckpoint");
        journal.LogArtifact($"checkpoints/{(Path.HasExtension(name) ? name : name + ".dat")}", write);
        journal.SetTag(CheckpointTag.Of(name), step.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public bool Resume(IResumable training)
    {
        ThrowIfEnded("Resume");
        return checkpoints.Resume(training, RestoreState);
    }

    /// <inheritdoc/>
    public void Checkpoint(long step, IResumable training)
    {
        // Read at every step of a training: two flags, and nothing else.
        if (checkpoints.IsDue || stopping.IsCancellationRequested)
        {
            WriteCheckpoint(step, training);
        }
    }

    /// <inheritdoc/>
    public void ReportProgress(long step, long totalSteps)
    {
        ThrowIfEnded("ReportProgress");
        _reportsProgress = true;
        progress(new RunProgress(step, totalSteps));
    }

    private static void Copy(string file, Stream stream)
    {
        using var written = File.OpenRead(file);
        written.CopyTo(stream);
    }

    private void WriteCheckpoint(long step, IResumable training)
    {
        ThrowIfEnded("Checkpoint");

        // A checkpoint may not know of more than a power cut leaves of the record.
        journal.Flush();
        checkpoints.Write(step, training, journal.Position, SaveState);
        stopping.ThrowIfCancellationRequested();
    }

    private void SaveState(BinaryWriter writer)
    {
        lock (_lock)
        {
            writer.Write(_hasSeedParameter);
            writer.Write(_reportsProgress);
            writer.Write(_warnedOfSteps);
            writer.Write(Objective.HasValue);
            writer.Write(Objective ?? 0);
            writer.Write(_lastSteps.Count);
            foreach (var (metric, step) in _lastSteps)
            {
                writer.Write(metric);
                writer.Write(step);
            }
        }
    }

    private void RestoreState(BinaryReader reader, long position)
    {
        lock (_lock)
        {
            (_hasSeedParameter, _reportsProgress, _warnedOfSteps) = (reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean());
            var hasObjective = reader.ReadBoolean();
            var objective = reader.ReadDouble();
            Objective = hasObjective ? objective : null;
            _lastSteps.Clear();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                _lastSteps.Add(reader.ReadString(), reader.ReadInt64());
            }

            journal.GoOnFrom(position);
        }
    }

    private static bool IsSeed(string parameter) => parameter.Equals(SeedParameter, StringComparison.OrdinalIgnoreCase);

    /// <summary>Logs the seed as a parameter, by which MLflow's tables can be sorted; not where the experiment has one of that name.</summary>
    private void LogSeed()
    {
        if (!_hasSeedParameter)
        {
            _hasSeedParameter = true;
            journal.LogParameter(SeedParameter, request.Seed.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void NoteStep(string metric, long step)
    {
        if (_warnedOfSteps)
        {
            return;
        }

        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastSteps, metric, out var exists);
        if (step < 0 || (exists && step < last))
        {
            _warnedOfSteps = true;
            var how = exists ? string.Create(CultureInfo.InvariantCulture, $"at step {step:N0} after step {last:N0}")
                : string.Create(CultureInfo.InvariantCulture, $"at step {step:N0}");
            warn($"{metric} was logged {how}. It is kept so, and charts are drawn in the order of steps; a step is meant to count up from 0 "
                + "over the whole run. This is told of the first such point alone.");
        }

        last = step;
    }

    private void ProgressTo(long step)
    {
        if (!_reportsProgress && (_progressed is not { } last || clock.GetElapsedTime(last) >= ProgressInterval))
        {
            _progressed = clock.GetTimestamp();
            progress(new RunProgress(Math.Max(0, step), TotalSteps: 0));
        }
    }

    /// <summary>A run that shall start from a file's weights, and starts from others, is none; its first point ends it.</summary>
    private void ThrowIfWeightsAreLeft()
    {
        if (_unread is { } weights)
        {
            throw new UserException(
                $"The run shall start from the weights in {weights.File}, and its trainer does not look at IRun.StartingWeights. RlLab's trainers of "
                + "networks do; one of your own does with 'Starting.Load(network, run);' before it makes anything of the network.",
                ExitCode.Failed);
        }
    }

    private void ThrowIfEnded(string call)
    {
        if (!_ended)
        {
            return;
        }

        var what = $"{call} was called after the run had ended, so nothing of it is kept. A run ends with the task that Train returns: "
            + "let Train await or join whatever still logs.";
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            warn(what);
        }

        throw new InvalidOperationException(what);
    }
}
