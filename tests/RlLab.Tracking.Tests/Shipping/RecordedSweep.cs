namespace RlLab.Tracking.Tests.Shipping;

/// <summary>A sweep with three runs on disk: one finished, one failed, one whose process vanished.</summary>
public sealed class RecordedSweep : IDisposable
{
    public const string SweepId = "a0000000000000000000000000000000";

    private readonly TemporaryFolder _folder = new();

    public RecordedSweep(int points = 1200)
    {
        var clock = new StepClock();
        using (var sweep = RunJournal.Create(Runs, new RunHeader(SweepId, "cartpole", "sweep", StepClock.Start), clock))
        {
            sweep.LogParameter("sampler", "random");
            sweep.LogArtifact("plan.md", stream => stream.Write("# plan"u8));
            sweep.End(RunStatus.Finished);
        }

        for (var i = 1; i <= 3; i++)
        {
            Record(i, points, clock);
        }
    }

    public string Runs => _folder.Path;

    public string Sweep => Folder(SweepId);

    public IReadOnlyList<string> Trials => [Folder(Id(1)), Folder(Id(2)), Folder(Id(3))];

    public IReadOnlyList<string> All => [.. Trials, Sweep];

    public static string Id(int trial) => $"b{trial:x31}";

    public string Folder(string id) => _folder.File(id);

    public void ForgetWhatWasShipped()
    {
        foreach (var folder in All.Select(folder => Path.Combine(folder, "shipped")).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Record(int trial, int points, TimeProvider clock)
    {
        var header = new RunHeader(Id(trial), "cartpole", $"trial {trial}", clock.GetUtcNow())
        {
            ParentId = SweepId,
            Seed = trial,
            Tags = new Dictionary<string, string> { ["mlflow.user"] = "ada", ["rllab.device"] = "cpu" },
        };
        using var run = RunJournal.Create(Runs, header, clock);
        run.LogParameter("learning_rate", $"0.{trial}");
        run.LogParameter("width", "32");
        for (var step = 0; step < points; step += 2)
        {
            run.LogMetrics(step, ("train/return", step * 0.1), ("train/loss", step == 0 ? double.NaN : 1.0 / step));
            if (step % 400 == 0)
            {
                run.SetTag("progress", $"{step}");
                run.LogArtifact("checkpoints/last.bin",
                    stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"weights at {step}")));
            }
        }

        run.LogMetric("eval/return", double.PositiveInfinity, points);
        run.LogArtifact("curve.svg", stream => stream.Write("<svg/>"u8));
        if (trial < 3)
        {
            run.End(trial == 1 ? RunStatus.Finished : RunStatus.Failed);
        }
    }
}
