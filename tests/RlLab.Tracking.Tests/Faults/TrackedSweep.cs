namespace RlLab.Tracking.Tests.Faults;

/// <summary>A sweep with one run that has ended and one that is being recorded, a few events at a time.</summary>
public sealed class TrackedSweep : IDisposable
{
    private const int Rounds = 8;

    private readonly Lock _gate = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string _sweep = Guid.NewGuid().ToString("N");
    private readonly RunJournal _live;
    private int _round;

    public TrackedSweep(string experiment, TimeProvider clock)
    {
        var description = new RunHeader(_sweep, experiment, "sweep", clock.GetUtcNow()) { ExperimentSummary = "Which is best?" };
        using (var sweep = RunJournal.Create(_folder.Path, description, clock))
        {
            sweep.LogParameter("sampler", "random");
            sweep.End(RunStatus.Finished);
        }

        var ended = Create(experiment, 1, clock);
        while (_round < Rounds)
        {
            Write(ended);
        }

        ended.End(RunStatus.Finished);
        ended.Dispose();
        _round = 0;
        _live = Create(experiment, 2, clock);
    }

    public string Live => _live.Folder;

    public IReadOnlyList<string> Folders => Directory.GetDirectories(_folder.Path);

    public void Write()
    {
        lock (_gate)
        {
            if (_round < Rounds)
            {
                Write(_live);
            }
        }
    }

    /// <summary>Records all that is left, and the end; without one, the run counts as interrupted.</summary>
    public void End(bool properly)
    {
        lock (_gate)
        {
            while (_round < Rounds)
            {
                Write(_live);
            }

            if (properly)
            {
                _live.End(RunStatus.Finished);
            }

            _live.Dispose();
        }
    }

    public void ForgetWhatWasShipped()
    {
        foreach (var notes in Folders.Select(folder => Path.Combine(folder, "shipped")).Where(Directory.Exists))
        {
            Directory.Delete(notes, recursive: true);
        }
    }

    public void Dispose()
    {
        _live.Dispose();
        _folder.Dispose();
    }

    private RunJournal Create(string experiment, int trial, TimeProvider clock)
    {
        var header = new RunHeader(Guid.NewGuid().ToString("N"), experiment, $"trial {trial}", clock.GetUtcNow())
        {
            ParentId = _sweep,
            Seed = trial,
            Tags = new Dictionary<string, string> { ["mlflow.user"] = "ada" },
        };
        var run = RunJournal.Create(_folder.Path, header, clock);
        run.LogParameter("width", "32");
        run.LogInput(new RunInput("CartPole", "1.0"));
        run.LogParameter("rate", $"0.{trial}");
        return run;
    }

    private void Write(RunJournal run)
    {
        for (var i = 0; i < 10; i++)
        {
            var step = _round * 10 + i;
            run.LogMetrics(step, ("loss", step % 7 == 0 ? double.NaN : 1.0 / step), ("return", step == 11 ? double.PositiveInfinity : step));
        }

        if (_round % 3 == 1)
        {
            run.SetTag("stage", $"{_round}");
            run.SetTag(CheckpointTag.Of("last"), $"{_round * 10}");
            run.LogArtifact("checkpoints/last.dat", stream => stream.Write(Enumerable.Repeat((byte)_round, 2_000).ToArray()));
        }

        run.LogImage("world/map", _round, stream => stream.Write([1, 2, 3, (byte)_round]));
        _round++;
    }
}
