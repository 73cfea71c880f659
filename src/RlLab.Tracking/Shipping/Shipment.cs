using System.Text.Json;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>
/// One run on its way to one server: what its journal holds, what the server has acknowledged, and the sending of the difference.
/// </summary>
/// <remarks>Not for several threads at once; the shipper sees to that.</remarks>
internal sealed class Shipment
{
    private const string StateTag = "rllab.state";
    private const string Interrupted = "interrupted";
    private const int MostStartsOver = 5;

    private readonly Lock _gate = new();
    private readonly ShippingDestination _destination;
    private readonly string _journal;
    private readonly RunEventReader _reader;
    private readonly Dictionary<string, ArtifactKept> _artifacts = [];
    private readonly Dictionary<string, long> _checkpointSteps = [];
    private ShippingPosition _position;
    private MlflowRunInfo? _run;
    private RunEnded? _end;
    private long _read;
    private long _lastTime;
    private volatile bool _isSettled;

    /// <summary>Whether the server was asked for the run: it may have created it, and only its answer was lost.</summary>
    private bool _wasAsked;
    private bool _isUnsaved;
    private int _startsOver;

    public Shipment(string folder, ShippingDestination destination)
    {
        Folder = folder;
        _destination = destination;
        _journal = RunFolder.Journal(folder);
        _reader = new RunEventReader(_journal);
        _position = ShippingPosition.Load(folder, destination.Name);
    }

    public string Folder { get; }

    /// <summary>What the run is; null while nothing is recorded.</summary>
    public RunHeader? Header { get; private set; }

    /// <summary>Why it is not being sent; null if nothing is in its way.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether it was given up: the server will not take it.</summary>
    public bool IsSetAside { get; set; }

    /// <summary>Whether it has not had its turn yet, or the next one may succeed where the last did not.</summary>
    public bool WantsAnotherRound { get; set; } = true;

    /// <summary>Whether there may be something to send. Cheap.</summary>
    public bool MayHaveNews =>
        !IsSetAside && (!_isSettled || new FileInfo(_journal) is { Exists: true } file && file.Length > _read);

    /// <summary>
    /// Sends all that is recorded and not acknowledged: metrics, parameters and tags in their order, then artifacts, then the
    /// end. A nested run asks for the server's id of its parent by RlLab's own.
    /// </summary>
    public async Task SendAsync(Func<string, Task<ArrivedParent>> parent, CancellationToken cancellation)
    {
        try
        {
            // Asked before reading: a writer that ends meanwhile has recorded its end by the time that is read.
            var isRecorded = JournalWriter.IsOpen(_journal);
            if (await FindOrCreateAsync(parent, cancellation).ConfigureAwait(false) is not { } run)
            {
                return;
            }

            await SendEventsAsync(run, cancellation).ConfigureAwait(false);
            await SendArtifactsAsync(run, cancellation).ConfigureAwait(false);
            await SendModelsAsync(run, isRecorded, cancellation).ConfigureAwait(false);
            await SendStatusAsync(run, isRecorded, cancellation).ConfigureAwait(false);
            _isSettled = !isRecorded;
            _startsOver = 0;
        }
        finally
        {
            Save();
        }
    }

    /// <summary>Whether it may be begun again: not once the server has lost it so often without having had the whole of it.</summary>
    public bool MayStartOver => _startsOver < MostStartsOver;

    /// <summary>Whether this process created it on the server.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Whether the server is known to have it.</summary>
    public bool HasArrived => _run is not null;

    /// <summary>Makes sure that the server has the run, and nothing more; null while nothing of it is recorded.</summary>
    public async Task<MlflowRunInfo?> ArriveAsync(Func<string, Task<ArrivedParent>> parent, CancellationToken cancellation)
    {
        try
        {
            return await FindOrCreateAsync(parent, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Save();
        }
    }

    private async Task<MlflowRunInfo?> FindOrCreateAsync(Func<string, Task<ArrivedParent>> parent, CancellationToken cancellation)
    {
        if (_run is not null || !TryReadHeader())
        {
            return _run;
        }

        var header = Header!;
        var arrival = new RunArrival(_destination, header, parent);
        var isUnsent = !_wasAsked && _position.RunId is null && _startsOver == 0
            && !File.Exists(ShippingPosition.File(Folder, _destination.Name));
        _wasAsked = true;
        var (run, isNew) = await arrival.FindOrCreateAsync(_position.RunId, isUnsent, StartOver, cancellation).ConfigureAwait(false);
        if (run.Info.IsDeleted)
        {
            throw new ShipmentRefusedException($"The run '{header.Name}' is deleted on {_destination.Client.Settings.Address} "
                + $"(run {run.Info.RunId}). Restore it there and sync, or leave it: its record stays in {Folder}.");
        }

        IsNew = isNew;
        Acknowledge(position => (position.RunId, position.ExperimentId) = (run.Info.RunId, run.Info.ExperimentId));
        return _run = run.Info;
    }

    /// <summary>Takes it that the server has nothing of the run, as after it was emptied.</summary>
    public void StartOver()
    {
        _startsOver++;
        _run = null;
        _read = 0;
        _isSettled = false;
        lock (_gate)
        {
            _position = new ShippingPosition(_destination.Name);
        }
    }

    /// <summary>Takes it that the server may have lost the run.</summary>
    public void LookAgain()
    {
        _run = null;
        _isSettled = false;
        WantsAnotherRound |= !IsSetAside;
    }

    /// <summary>What the server has and has not; null while nothing is recorded. May be asked while it is being sent.</summary>
    public RunReport? Report()
    {
        if (!TryReadHeader())
        {
            return null;
        }

        lock (_gate)
        {
            // What is settled and has not grown since need not be read through once more.
            var report = _isSettled && !MayHaveNews
                ? UnsentCount.Nothing(Folder, Header!, _position)
                : UnsentCount.Report(Folder, Header!, _position);
            return report with { Problem = Problem };
        }
    }

    private bool TryReadHeader()
    {
        if (Header is null && File.Exists(_journal))
        {
            Header = new RunEventReader(_journal).Read().Select(read => read.Event).FirstOrDefault() switch
            {
                null => null,
                RunStarted started => started.Header,
                _ => throw new JournalException(_journal, $"The beginning of {_journal} is damaged, so it is not known which "
                    + "run it records, and it is not sent."),
            };
        }

        return Header is not null;
    }

    private async Task SendEventsAsync(MlflowRunInfo run, CancellationToken cancellation)
    {
        var consignment = new Consignment();
        var last = default(JournalRecord);
        var isInputSent = false;
        foreach (var (@event, record) in _reader.Read(_read))
        {
            if (_position.IsOfAnother(record))
            {
                break;
            }

            Note(@event);
            last = record;
            if (record.NextOffset > _position.Offset)
            {
                consignment.Add(@event);
                if (@event is InputLogged input)
                {
                    await SendInputAsync(run, input.Input, cancellation).ConfigureAwait(false);
                    isInputSent = true;
                }
            }

            if (consignment.IsFull)
            {
                await SendAsync(run, consignment, record, cancellation).ConfigureAwait(false);
                Save();
                consignment = new Consignment();
            }
        }

        if (consignment.Count > 0 || isInputSent)
        {
            await SendAsync(run, consignment, last, cancellation).ConfigureAwait(false);
        }

        _read = Math.Max(_read, last.NextOffset);
        if (_read < _position.Offset)
        {
            // A power cut took more from the journal than from the note about it: all that there is now is sent again.
            Acknowledge(position => (position.Offset, position.Mark) = (0, null));
            _read = 0;
            await SendEventsAsync(run, cancellation).ConfigureAwait(false);
        }
    }

    private void Note(RunEvent @event)
    {
        switch (@event)
        {
            case MetricsLogged metrics: _lastTime = metrics.Time; break;
            case SystemMeasured measured: _lastTime = measured.Time; break;
            case TagSet tag when CheckpointTag.NameOf(tag.Name) is { } checkpoint && long.TryParse(tag.Value, out var step):
                _checkpointSteps[checkpoint] = step;
                break;
            case RunResumed resumed: (_end, _lastTime) = (null, resumed.Time); break;
            case RunEnded ended: (_end, _lastTime) = (ended, ended.Time); break;
            case ArtifactKept artifact:
                _artifacts[artifact.Path] = artifact;
                _lastTime = artifact.Time;
                break;
        }
    }

    private async Task SendAsync(MlflowRunInfo run, Consignment consignment, JournalRecord last, CancellationToken cancellation)
    {
        var client = _destination.Client;
        var refused = new List<(string What, MlflowException Error)>();
        try
        {
            await consignment.SendAsync(client, run.RunId, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (Consignment.IsRefusal(error))
        {
            await ThrowIfDeletedAsync(run, cancellation).ConfigureAwait(false);
            await consignment.RemoveKnownNaNAsync(client, run.RunId, cancellation).ConfigureAwait(false);
            await consignment.SendWithoutRefusedAsync(client, run.RunId, (what, error) => refused.Add((what, error)), cancellation)
                .ConfigureAwait(false);
        }

        // With the place up to which it is settled, so that who looks for it again does not count it twice.
        refused.ForEach(one => Refuse(one.What, one.Error));
        Acknowledge(position => (position.Offset, position.Mark) = (last.NextOffset, ShippingPosition.MarkOf(last)));
        _read = last.NextOffset;
    }

    private async Task ThrowIfDeletedAsync(MlflowRunInfo run, CancellationToken cancellation)
    {
        if ((await _destination.Client.Runs.GetAsync(run.RunId, cancellation).ConfigureAwait(false)).Info.IsDeleted)
        {
            _run = null;
            throw new ShipmentRefusedException($"The run '{Header!.Name}' was deleted on {_destination.Client.Settings.Address} "
                + $"(run {run.RunId}) while it was being sent. Restore it there and sync, or leave it: its record stays in "
                + $"{Folder}.");
        }
    }

    /// <summary>Sends what the run learns from; a server that takes none of it is told once.</summary>
    private async Task SendInputAsync(MlflowRunInfo run, RunInput input, CancellationToken cancellation)
    {
        var source = JsonSerializer.Serialize(input, ShippingJson.Default.RunInput);
        var dataset = new MlflowDatasetInput(new MlflowDataset(input.Name, input.Version, input.Kind, source))
        {
            Tags = [new MlflowTag("mlflow.data.context", input.Context)],
        };
        try
        {
            await _destination.Client.Runs.LogInputsAsync(run.RunId, [dataset], cancellation: cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (Consignment.IsRefusal(error) || error.Failure is MlflowFailure.Unsupported or MlflowFailure.NotMlflow)
        {
            await ThrowIfDeletedAsync(run, cancellation).ConfigureAwait(false);
            Refuse($"input '{input.Name}'", error);
        }
    }

    /// <summary>Sends checkpoints in their last form as logged models, with the run's end; a server that has no such thing is let be.</summary>
    private async Task SendModelsAsync(MlflowRunInfo run, bool isRecorded, CancellationToken cancellation)
    {
        if ((isRecorded && _end is null) || _position.Status is not null)
        {
            return;
        }

        foreach (var checkpoint in _artifacts.Values.Where(IsUnsentModel).ToList())
        {
            try
            {
                var name = Path.GetFileNameWithoutExtension(checkpoint.Path);
                await new ModelArrival(_destination, run).SendAsync(
                    checkpoint, RunFolder.Artifact(Folder, checkpoint.Path), _checkpointSteps.GetValueOrDefault(name), cancellation)
                        .ConfigureAwait(false);
            }
            catch (MlflowException error) when (error.Failure is MlflowFailure.Unsupported or MlflowFailure.NotMlflow)
            {
                // MLflow 2 has none.
            }
            catch (MlflowException error) when (Consignment.IsRefusal(error))
            {
                Refuse($"logged model of {ShippingPosition.What(checkpoint)}", error);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                Refuse($"logged model of {ShippingPosition.What(checkpoint)}", FileIsGone);
            }

            Acknowledge(position => position.Models[checkpoint.Path] = checkpoint.Digest);
            Save();
        }

        bool IsUnsentModel(ArtifactKept artifact) => artifact.Path.StartsWith(ModelArrival.Folder, StringComparison.Ordinal)
            && _position.Artifacts.GetValueOrDefault(artifact.Path) == artifact.Digest
            && _position.Models.GetValueOrDefault(artifact.Path) != artifact.Digest;
    }

    private async Task SendArtifactsAsync(MlflowRunInfo run, CancellationToken cancellation)
    {
        foreach (var artifact in _artifacts.Values.Where(artifact => !_position.IsSettled(artifact)).ToList())
        {
            try
            {
                await _destination.Client.Artifacts.Of(run).UploadAsync(artifact.Path, RunFolder.Artifact(Folder, artifact.Path), cancellation)
                    .ConfigureAwait(false);
                Acknowledge(position =>
                {
                    position.Artifacts[artifact.Path] = artifact.Digest;
                    position.Refused.Remove(ShippingPosition.What(artifact));
                });
                Save();
            }
            catch (MlflowException error) when (error.IsAboutTheRequest || error.Failure == MlflowFailure.NotMlflow)
            {
                // Metrics arrive where artifacts do not: a server may be without a store for them.
                Refuse(artifact, error.ServerMessage ?? error.Message);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                Refuse(artifact, FileIsGone);
            }
        }
    }

    private async Task SendStatusAsync(MlflowRunInfo run, bool isRecorded, CancellationToken cancellation)
    {
        // Asked again where no end was read: whoever takes a run up may have begun between the first question and the reading.
        isRecorded |= _end is null && JournalWriter.IsOpen(_journal);

        // A run whose writer is gone without an end was stopped from outside; MLflow's word for that is KILLED, and a tag has the exact one.
        var (status, endTime) = _end is not null ? (RunEvents.Word(_end.Status), _end.Time)
            : isRecorded ? (default(string), default(long?))
            : (RunEvents.Word(RunStatus.Killed), Math.Max(_lastTime, Header!.StartTime.ToUnixTimeMilliseconds()));
        if (status == _position.Status && endTime == _position.EndTime)
        {
            return;
        }

        var isInterrupted = _end is null && !isRecorded;
        if (isInterrupted)
        {
            // Kept before it is sent, so that the tag is taken off again even where its answer, or what follows it, is lost.
            Acknowledge(position => position.IsInterrupted = true);
            await _destination.Client.Runs.SetTagAsync(run.RunId, StateTag, Interrupted, cancellation).ConfigureAwait(false);
        }
        else if (_position.IsInterrupted)
        {
            await _destination.Client.Runs.DeleteTagAsync(run.RunId, StateTag, cancellation).ConfigureAwait(false);
        }

        var shown = status is null ? MlflowRunStatus.Running : Enum.Parse<MlflowRunStatus>(status, ignoreCase: true);
        DateTimeOffset? ended = endTime is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
        await _destination.Client.Runs.UpdateAsync(run.RunId, shown, ended, cancellation: cancellation).ConfigureAwait(false);
        Acknowledge(position => (position.Status, position.EndTime, position.IsInterrupted) = (status, endTime, isInterrupted));
    }

    private string FileIsGone => $"its file is gone from {RunFolder.Artifacts(Folder)}";

    /// <summary>Sets an artifact aside in the form that it has; another one is sent all the same.</summary>
    private void Refuse(ArtifactKept artifact, string why)
    {
        Acknowledge(position => position.RefusedArtifacts[artifact.Path] = artifact.Digest);
        Refuse(ShippingPosition.What(artifact), why);
    }

    private void Refuse(string what, MlflowException error) => Refuse(what, error.ServerMessage ?? error.Message);

    private void Refuse(string what, string why) => Acknowledge(position =>
        position.Refused[what] = new Refusal(what, (position.Refused.GetValueOrDefault(what)?.Count ?? 0) + 1, why));

    private void Acknowledge(Action<ShippingPosition> change)
    {
        lock (_gate)
        {
            change(_position);
            _isUnsaved = true;
        }

        _destination.Acknowledge();
    }

    /// <summary>Keeps what is acknowledged: at the end of a turn, and after each full consignment of a long one.</summary>
    private void Save()
    {
        lock (_gate)
        {
            if (_isUnsaved)
            {
                _position.Save(Folder);
                _isUnsaved = false;
            }
        }
    }
}
