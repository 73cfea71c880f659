using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>All that a run has recorded, read from its folder at one moment; the run may be going on.</summary>
public sealed class RunLog
{
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, string> _tags;
    private readonly Dictionary<string, IReadOnlyList<MetricPoint>> _metrics = [];
    private readonly Dictionary<string, IReadOnlyList<MetricPoint>> _systemMetrics = [];
    private readonly Dictionary<string, RunArtifact> _artifacts = [];
    private readonly List<RunInput> _inputs = [];

    private RunLog(string folder, RunHeader header)
    {
        Folder = folder;
        Header = header;
        LastTime = header.StartTime;
        _tags = new Dictionary<string, string>(header.Tags);
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>What the run is.</summary>
    public RunHeader Header { get; }

    /// <summary>How it stands; what is logged behind its end does not change that.</summary>
    public RunStatus Status { get; private set; } = RunStatus.Running;

    /// <summary>When it ended; null for one that goes on or was interrupted.</summary>
    public DateTimeOffset? EndTime { get; private set; }

    /// <summary>When something was recorded last.</summary>
    public DateTimeOffset LastTime { get; private set; }

    /// <summary>
    /// How long it trained, up to what it recorded last: all attempts of a run that was taken up, and none of the time between them. A clock that
    /// was set back meanwhile takes nothing from it.
    /// </summary>
    public TimeSpan Trained { get; private set; }

    /// <summary>Parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>Tags with their last value, by name, those of the header included.</summary>
    public IReadOnlyDictionary<string, string> Tags => _tags;

    /// <summary>Every point of every metric, in the order of recording, by the metric's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Metrics => _metrics;

    /// <summary>What was measured of the machine meanwhile (<see cref="SystemMonitor"/>), by the metric's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> SystemMetrics => _systemMetrics;

    /// <summary>What it learned from, in the order of recording.</summary>
    public IReadOnlyList<RunInput> Inputs => _inputs;

    /// <summary>Artifacts, by path.</summary>
    public IReadOnlyDictionary<string, RunArtifact> Artifacts => _artifacts;

    /// <summary>What of the journal does not count, because the run was taken up and came to other points.</summary>
    internal IReadOnlyList<SetAside> SetAside { get; private init; } = [];

    /// <summary>Bytes of the journal that can no longer be read, and with them what they recorded; 0 in a sound one.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Where the last event that can be read ends in the journal, in bytes; its file is longer while the run is recorded.</summary>
    public long Length { get; private set; }

    /// <summary>Reads a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="JournalException">No run is recorded there, or its journal cannot be read.</exception>
    public static RunLog Read(string folder) => TryRead(folder)
        ?? throw new JournalException(RunFolder.Journal(folder), $"No run is recorded in {folder}: it has no journal, or was "
            + "stopped before its first event.");

    /// <summary>Reads a run; null if nothing of it is recorded, as when it was stopped in its very first moment.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static RunLog? TryRead(string folder)
    {
        var path = RunFolder.Journal(folder);
        if (!File.Exists(path))
        {
            return null;
        }

        // Asked before reading: a writer that ends meanwhile has recorded its end by the time that is read.
        var isRecorded = JournalWriter.IsOpen(path);
        var log = Read(folder, path, []);
        if (log is { Status: RunStatus.Running } && !isRecorded)
        {
            log.Status = RunStatus.Interrupted;
        }

        return log;
    }

    /// <summary>Reads a run, and once more from the start where it turns out that some of what was read does not count.</summary>
    private static RunLog? Read(string folder, string path, IReadOnlyList<SetAside> setAside)
    {
        RunLog? log = null;
        foreach (var (@event, record) in new RunEventReader(path).Read())
        {
            if (@event is RunParted parted && !setAside.Any(part => part.To == record.Offset))
            {
                return Read(folder, path, [.. setAside, new SetAside(parted.From, record.Offset)]);
            }

            if (log is null)
            {
                log = @event is RunStarted started
                    ? new RunLog(folder, started.Header) { SetAside = setAside }
                    : throw new JournalException(path, $"The beginning of {path} is damaged, so it is not known which run it "
                        + "records. What follows is left as it is.");
            }

            log.Apply(@event, record);
        }

        return log;
    }

    private void Apply(RunEvent @event, JournalRecord record)
    {
        DamagedBytes += record.DamagedBytes;
        Length = record.NextOffset;
        switch (@event)
        {
            case MetricsLogged when SetAside.Any(part => part.Holds(record.Offset)):
                break;
            case MetricsLogged metrics:
                Add(_metrics, metrics.Step, metrics.Time, metrics.Values);
                GoOnTo(metrics.Time);
                break;
            case SystemMeasured measured:
                Add(_systemMetrics, measured.Step, measured.Time, measured.Values);
                GoOnTo(measured.Time);
                break;
            case InputLogged input:
                _inputs.Add(input.Input);
                break;
            case ParameterLogged parameter:
                _parameters[parameter.Name] = parameter.Value;
                break;
            case TagSet tag:
                _tags[tag.Name] = tag.Value;
                break;
            case ArtifactKept artifact:
                _artifacts[artifact.Path] = new RunArtifact(artifact.Path, artifact.Size, artifact.Digest);
                GoOnTo(artifact.Time);
                break;
            case RunResumed resumed:
                (Status, EndTime) = (RunStatus.Running, null);
                LastTime = DateTimeOffset.FromUnixTimeMilliseconds(resumed.Time);
                break;
            case RunEnded ended:
                GoOnTo(ended.Time);
                (Status, EndTime) = (ended.Status, LastTime);
                break;
        }
    }

    private void GoOnTo(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        Trained += time > LastTime ? time - LastTime : TimeSpan.Zero;
        LastTime = time;
    }

    private static void Add(Dictionary<string, IReadOnlyList<MetricPoint>> series, long step, long time, Metric[] values)
    {
        foreach (var (name, value) in values)
        {
            if (!series.TryGetValue(name, out var points))
            {
                series.Add(name, points = new List<MetricPoint>());
            }

            ((List<MetricPoint>)points).Add(new MetricPoint(step, time, value));
        }
    }
}
