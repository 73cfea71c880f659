using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>Records a run: every call is in the run's journal when it returns. Safe for use from several threads.</summary>
/// <remarks>Names and values are checked against MLflow's rules at the call, so that nothing is recorded that a server would
/// refuse.</remarks>
public sealed class RunJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly JournalWriter _writer;
    private readonly TimeProvider _clock;
    private readonly JournalDurability _durability;
    private readonly HashSet<string> _unflushed = [];
    private readonly ArrayBufferWriter<byte> _event = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<string, JsonEncodedText> _metricNames = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly HashSet<RunInput> _inputs = [];
    private readonly Dictionary<string, string> _images = [];
    private readonly HashSet<string> _renewed = [];
    private SaidBefore? _said;
    private Action<string> _parted = _ => { };
    private bool _ended;
    private bool _closed;

    private RunJournal(string folder, TimeProvider clock, JournalDurability durability)
    {
        Folder = folder;
        _clock = clock;
        _durability = durability;
        _writer = JournalWriter.Open(RunFolder.Journal(folder), new JournalOptions { Durability = durability, IsMapped = true });
        _json = new Utf8JsonWriter(_event, new JsonWriterOptions { SkipValidation = true });
    }

    /// <summary>The run's folder, which holds its journal and its artifacts.</summary>
    public string Folder { get; }

    /// <summary>What was found in the journal when it was opened, such as a torn tail that was cut.</summary>
    public JournalRecovery Recovery => _writer.Recovery;

    /// <summary>Starts the record of a new run, in a folder of the run's id.</summary>
    /// <param name="runsFolder">The folder of all runs, <c>.rllab/runs</c>; created if need be.</param>
    /// <param name="header">What the run is.</param>
    /// <param name="clock">Where the time of each point comes from.</param>
    /// <param name="durability">When what is logged is on the disk itself. Default: within a second, and at each <see cref="Flush"/> and end.</param>
    /// <exception cref="ArgumentException">The header breaks a rule of MLflow, or a run of this id is recorded
    /// already.</exception>
    /// <exception cref="JournalException">The disk is full or read-only, or another process records this run.</exception>
    public static RunJournal Create(
        string runsFolder, RunHeader header, TimeProvider clock, JournalDurability durability = JournalDurability.EverySecond)
    {
        NameRules.CheckHeader(header);
        var folder = Path.Combine(runsFolder, header.Id);
        var journal = new RunJournal(folder, clock, durability);
        try
        {
            if (journal.Recovery.Records > 0)
            {
                throw new ArgumentException($"The run {header.Id} is already recorded in {folder}. Open it to continue it, or "
                    + "give the new run an id of its own.", nameof(header));
            }

            journal.WriteHeader(header);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Continues the record of a run, also one that ended or was interrupted.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="clock">Where the time of each point comes from.</param>
    /// <param name="durability">When what is logged is on the disk itself. Default: within a second, and at each <see cref="Flush"/> and end.</param>
    /// <exception cref="JournalException">No run is recorded there, the disk is read-only, or another process records this
    /// run.</exception>
    public static RunJournal Open(string folder, TimeProvider clock, JournalDurability durability = JournalDurability.EverySecond)
    {
        var log = RunLog.Read(folder);
        var journal = new RunJournal(folder, clock, durability);
        journal.GoOn(log);
        return journal;
    }

    /// <summary>
    /// Takes up a run that ended or was interrupted, to be run again from its beginning or from a place in its middle: what it logs again stands as
    /// it was recorded, with its time, and what is new is recorded behind it.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="clock">Where the time of each point comes from.</param>
    /// <param name="parted">
    /// Told once, should the run log points of other metrics or at another step than it had; what it had recorded from there on does not count then.
    /// </param>
    /// <param name="durability">When what is logged is on the disk itself. Default: within a second, and at each <see cref="Flush"/> and end.</param>
    /// <exception cref="JournalException">No run is recorded there, the disk is read-only, or another process records this
    /// run.</exception>
    public static RunJournal Resume(
        string folder, TimeProvider clock, Action<string> parted, JournalDurability durability = JournalDurability.EverySecond)
    {
        var journal = new RunJournal(folder, clock, durability);
        try
        {
            var log = RunLog.Read(folder);
            journal.GoOn(log);
            journal._said = new SaidBefore(RunFolder.Journal(folder), journal._writer.Length, log.SetAside);
            journal._parted = parted;
            journal.Begin(RunEvents.Resumed);
            journal._json.WriteNumber(RunEvents.Time, journal.Now());
            journal.Append();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Up to where the run's record holds what has been logged by now; <see cref="GoOnFrom"/> takes it.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
            {
                return _said?.Position ?? _writer.Length;
            }
        }
    }

    /// <summary>Waits until all that was logged is on the disk itself, files included, so that even a power cut cannot lose it.</summary>
    /// <exception cref="JournalException">The disk failed.</exception>
    public void Flush()
    {
        string[] files;
        lock (_gate)
        {
            files = [.. _unflushed];
            _unflushed.Clear();
        }

        // The journal last: it tells of no file that a power cut can still take.
        try
        {
            Array.ForEach(files, IncomingArtifact.Flush);
        }
        catch
        {
            // The next flush has to ask for them again.
            lock (_gate)
            {
                _unflushed.UnionWith(files);
            }

            throw;
        }

        _writer.Flush();
    }

    /// <summary>Tells a run that was taken up that it goes on from a place in its middle: what is recorded before that is said.</summary>
    /// <param name="position">A <see cref="Position"/> of an earlier time.</param>
    /// <exception cref="JournalException">The journal is shorter than that: a power cut took its end.</exception>
    public void GoOnFrom(long position)
    {
        lock (_gate)
        {
            _said?.GoOnFrom(position);
        }
    }

    /// <summary>Logs one point of a metric, at the present time.</summary>
    /// <param name="name">The metric: 1 to 250 letters, digits, <c>_ - . /</c> and spaces.</param>
    /// <param name="value">The value; NaN and infinities are kept as such.</param>
    /// <param name="step">The step, any number.</param>
    /// <exception cref="ArgumentException">The name breaks a rule.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void LogMetric(string name, double value, long step) => LogMetrics(step, new Metric(name, value));

    /// <summary>Logs points of several metrics at one step and the present time, with one write.</summary>
    /// <param name="step">The step, any number.</param>
    /// <param name="metrics">Names and values.</param>
    /// <exception cref="ArgumentException">A name breaks a rule; none of the points is logged.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void LogMetrics(long step, params ReadOnlySpan<Metric> metrics)
    {
        if (metrics.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            if (_said is not null && IsSaid(step, metrics))
            {
                return;
            }

            Begin(RunEvents.Metrics);
            AppendPoints(step, metrics);
        }
    }

    /// <summary>How many points of the machine's use are recorded.</summary>
    internal long SystemPoints { get; private set; }

    /// <summary>Records what was measured of the machine, at the present time; apart from what the run logs itself.</summary>
    /// <param name="step">The number of the measurement, from 0.</param>
    /// <param name="metrics">Names and values.</param>
    /// <exception cref="ArgumentException">A name breaks a rule; none of the points is logged.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    internal void LogSystem(long step, params ReadOnlySpan<Metric> metrics)
    {
        lock (_gate)
        {
            Begin(RunEvents.System);
            AppendPoints(step, metrics);
        }
    }

    /// <summary>Logs what the run learns from; the same again is let pass.</summary>
    /// <param name="input">The world or set of data.</param>
    /// <exception cref="ArgumentException">Something of it is empty or too long for MLflow.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void LogInput(RunInput input)
    {
        NameRules.CheckInput(input);
        lock (_gate)
        {
            if (_inputs.Add(input))
            {
                Begin(RunEvents.Input);
                _json.WriteString(RunEvents.Name, input.Name);
                _json.WriteString(RunEvents.Version, input.Version);
                _json.WriteString(RunEvents.Kind, input.Kind);
                _json.WriteString(RunEvents.Context, input.Context);
                Append();
            }
        }
    }

    /// <summary>Keeps an image of a step; MLflow's pages show those of one name with a slider over steps.</summary>
    /// <param name="name">The images' name, in the same characters as a metric's.</param>
    /// <param name="step">The step. An earlier image of that name and step is replaced.</param>
    /// <param name="write">Writes a PNG to a file, which it may close.</param>
    /// <exception cref="ArgumentException">The name breaks a rule.</exception>
    /// <exception cref="JournalException">The disk is full, read-only or failing.</exception>
    public void LogImage(string name, long step, Action<Stream> write)
    {
        NameRules.CheckName(name, "image");
        string? path;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _images.Count == 0;
            var key = ImagePath.Key(name, step);
            if (!_images.TryGetValue(key, out path))
            {
                _images.Add(key, path = ImagePath.Of(Path.GetFileName(Folder), name, step, Now()));
            }
        }

        if (isFirst)
        {
            SetTag(ImagePath.Tag, "True");
        }

        LogArtifact(path, write);
    }

    /// <summary>Logs a parameter; the same value again is let pass, another is not.</summary>
    /// <param name="name">The parameter, in the same characters as a metric's name.</param>
    /// <param name="value">At most 6,000 characters.</param>
    /// <exception cref="ArgumentException">Name or value break a rule, or the parameter has another value already.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void LogParameter(string name, string value)
    {
        NameRules.CheckName(name, "parameter");
        NameRules.CheckValue(name, value, "parameter", NameRules.MaxParameter);
        lock (_gate)
        {
            if (_parameters.TryGetValue(name, out var logged))
            {
                if (logged != value)
                {
                    throw new ArgumentException($"The parameter '{name}' was logged as '{logged}' and cannot become '{value}': "
                        + "a parameter does not change within a run. Log what changes as a metric or a tag.");
                }

                return;
            }

            Begin(RunEvents.Parameter);
            _json.WriteString(RunEvents.Name, name);
            _json.WriteString(RunEvents.Value, value);
            Append();
            _parameters.Add(name, value);
        }
    }

    /// <summary>Sets a tag; a later value replaces an earlier one.</summary>
    /// <param name="name">The tag, in the same characters as a metric's name.</param>
    /// <param name="value">At most 5,000 characters.</param>
    /// <exception cref="ArgumentException">Name or value break a rule.</exception>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void SetTag(string name, string value)
    {
        NameRules.CheckName(name, "tag");
        NameRules.CheckValue(name, value, "tag", NameRules.MaxTag);
        lock (_gate)
        {
            if (IsSaid($"tag {name}", before => before is TagSet tag && tag.Name == name && tag.Value == value))
            {
                return;
            }

            Begin(RunEvents.Tag);
            _json.WriteString(RunEvents.Name, name);
            _json.WriteString(RunEvents.Value, value);
            Append();
        }
    }

    /// <summary>Keeps a file with the run; it appears whole or not at all.</summary>
    /// <param name="path">Its name within the run, folders separated by slashes. An earlier file of that name is
    /// replaced.</param>
    /// <param name="write">Writes the content to a file, which it may close.</param>
    /// <exception cref="ArgumentException">The path breaks a rule.</exception>
    /// <exception cref="JournalException">The disk is full, read-only or failing; an earlier file of that name is
    /// kept.</exception>
    public void LogArtifact(string path, Action<Stream> write)
    {
        NameRules.CheckArtifactPath(path);
        using var incoming = IncomingArtifact.Write(Folder, path, write);
        lock (_gate)
        {
            ThrowIfClosed();
            if (_durability == JournalDurability.EveryAppend)
            {
                incoming.Flush();
            }

            incoming.Keep();
            _unflushed.Add(RunFolder.Artifact(Folder, path));
            if (IsSaid($"artifact {path}", before => before is ArtifactKept kept && kept.Path == path && kept.Digest == incoming.Digest))
            {
                return;
            }

            Begin(RunEvents.Artifact);
            _json.WriteString(RunEvents.Path, path);
            _json.WriteNumber(RunEvents.Size, incoming.Size);
            _json.WriteString(RunEvents.Digest, incoming.Digest);
            _json.WriteNumber(RunEvents.Time, Now());
            Append();
        }
    }

    /// <summary>Records how the run ended, now, and waits until all that it logged is on the disk itself.</summary>
    /// <param name="status">Finished, failed or killed.</param>
    /// <exception cref="JournalWriteException">The disk is full or failing.</exception>
    public void End(RunStatus status)
    {
        if (status is not (RunStatus.Finished or RunStatus.Failed or RunStatus.Killed))
        {
            throw new ArgumentException($"A run does not end as {status}.", nameof(status));
        }

        lock (_gate)
        {
            if (status == RunStatus.Finished && _said?.Next() is { } before)
            {
                Part("has finished", before);
            }

            Begin(RunEvents.End);
            _json.WriteString(RunEvents.Status, RunEvents.Word(status));
            _json.WriteNumber(RunEvents.Time, Now());
            Append();
            _ended = true;
        }

        Flush();
    }

    /// <summary>Whether <see cref="End"/> was called.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Closes the journal. A run without an end counts as interrupted from here on.</summary>
    /// <exception cref="JournalWriteException">The disk has failed to keep what was logged last.</exception>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _said?.Dispose();
            _json.Dispose();
            _writer.Dispose();
        }
    }

    /// <summary>Whether points were recorded before; where others were, those and all behind them count no more.</summary>
    private bool IsSaid(long step, ReadOnlySpan<Metric> metrics)
    {
        ThrowIfClosed();
        var before = _said!.Next();
        if (before is not null && before.Step == step && HasNames(before.Values, metrics))
        {
            _said.Take();
            return true;
        }

        if (before is not null)
        {
            Part(string.Create(CultureInfo.InvariantCulture, $"logs {metrics[0].Name} at step {step:N0}"), before);
        }

        _said.Dispose();
        _said = null;
        return false;
    }

    /// <summary>Takes it that the points which were recorded next, and all behind them, count no more.</summary>
    private void Part(string what, MetricsLogged before)
    {
        Begin(RunEvents.Parted);
        _json.WriteNumber(RunEvents.From, _said!.NextPoints);
        _json.WriteNumber(RunEvents.Time, Now());
        Append();
        _parted(string.Create(
            CultureInfo.InvariantCulture,
            $"It was taken up, and {what} where it had logged {before.Values[0].Name} at step {before.Step:N0}: it is not the run that it was. "
            + $"The points that it had recorded from there on count no more."));
    }

    /// <summary>Whether a tag or a file was recorded before; not once it has been recorded anew, since the last one counts.</summary>
    private bool IsSaid(string what, Predicate<RunEvent> isIt) =>
        _said is not null && !_renewed.Contains(what) && (_said.Take(isIt) || !_renewed.Add(what));

    private static bool HasNames(Metric[] before, ReadOnlySpan<Metric> metrics)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (i >= metrics.Length || before[i].Name != metrics[i].Name)
            {
                return false;
            }
        }

        return before.Length == metrics.Length;
    }

    /// <summary>Takes over what was recorded once and for all.</summary>
    private void GoOn(RunLog log)
    {
        foreach (var (name, value) in log.Parameters)
        {
            _parameters[name] = value;
        }

        foreach (var path in log.Artifacts.Keys)
        {
            if (ImagePath.KeyOf(path) is { } key)
            {
                _images[key] = path;
            }
        }

        _inputs.UnionWith(log.Inputs);
        SystemPoints = log.SystemMetrics.Values.Select(points => (long)points.Count).DefaultIfEmpty().Max();
    }

    private void AppendPoints(long step, ReadOnlySpan<Metric> metrics)
    {
        _json.WriteNumber(RunEvents.Step, step);
        _json.WriteNumber(RunEvents.Time, Now());
        _json.WriteStartObject(RunEvents.Values);
        foreach (var metric in metrics)
        {
            _json.WriteValue(MetricName(metric.Name), metric.Value);
        }

        _json.WriteEndObject();
        Append();
    }

    private void WriteHeader(RunHeader header)
    {
        Begin(RunEvents.Run);
        _json.WriteHeader(header);
        Append();
    }

    private void Begin(JsonEncodedText type)
    {
        ThrowIfClosed();
        _event.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString(RunEvents.Type, type);
    }

    private void Append()
    {
        _json.WriteEndObject();
        _json.Flush();
        _writer.Append(_event.WrittenSpan);
    }

    private JsonEncodedText MetricName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_metricNames.TryGetValue(name, out var encoded))
        {
            NameRules.CheckName(name, "metric");
            _metricNames.Add(name, encoded = JsonEncodedText.Encode(name));
        }

        return encoded;
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new ObjectDisposedException(nameof(RunJournal), $"The record of the run in {Folder} is closed; nothing more "
                + "can be logged.");
        }
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
