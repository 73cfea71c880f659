using System.CommandLine;
using System.Globalization;
using RlLab.Sweeps;
using RlLab.Tracking;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Trains a recorded run once more, and tells whether it comes to the same numbers.</summary>
internal sealed class RerunCommand : LabCommand
{
    private const string Engine = "rllab.engine";
    private const string Device = "rllab.device";
    private const string Commit = "mlflow.source.git.commit";
    private const string Dirty = "rllab.git.dirty";
    private const int ShownDifferences = 5;

    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<string?> _device = SharedOptions.Device(byDefault: "as recorded");
    private readonly Option<string?> _engine = SharedOptions.Engine("as recorded");

    public RerunCommand(HostContext host)
        : base(
            host,
            "rerun",
            "Train a recorded run once more, from its parameters and seed, and tell whether it comes to the same numbers.",
            "rerun 1a2b3c4d",
            "rerun cartpole-reinforce")
    {
        Arguments.Add(_run);
        Options.Add(_device);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var library = new RunLibrary(Host, LabDirectory.Of(Host));
        var recorded = library.Find(arguments.GetRequiredValue(_run));
        var experiment = library.ExperimentOf(recorded, settings.ExperimentPrefix);
        var setting = RunLibrary.SettingOf(recorded, experiment, screen);
        foreach (var added in experiment.Parameters.Where(p => !setting.TryGet(p.Name, out _)))
        {
            screen.Note($"warning: the recorded run knows no {added.Name}; it is taken at its default, {added.Default}.");
        }

        var (engine, device) = RunLibrary.PlaceOf(recorded);
        var placement = await Placement.ChooseAsync(
            Host,
            screen,
            settings,
            arguments.GetValue(_engine) ?? engine,
            arguments.GetValue(_device) ?? device,
            experiment,
            stopping);
        var run = SingleRun.New(
            Host,
            screen,
            settings,
            experiment,
            experiment.Complete(setting),
            recorded.Header.Seed ?? 0,
            placement,
            [.. StartingTags.Of(recorded.Tags), KeyValuePair.Create("rllab.rerun_of", recorded.Header.Id)]);
        var single = await SingleRun.TrainAsync(Host, screen, settings, run, placement, stopping);
        if (single.Outcome.State == RunState.Killed || single.Log is not { } repeated)
        {
            throw new UserException($"The rerun did not come to its end, so there is nothing to compare: {single.Outcome.Message}", single.ExitCode);
        }

        var differences = MetricDifference.Between(recorded, repeated);
        screen.Show(
            new
            {
                Run = recorded.Header.Id,
                Rerun = single.Request.Id,
                Equal = differences.Count == 0,
                Differences = differences,
                Recorded = Circumstances(recorded),
                Now = Circumstances(repeated),
                Tracking = single.Shipped.Document,
            },
            console => Print(console, recorded, repeated, differences));
        single.Shipped.ShowProblems(screen);
        return differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static object Circumstances(RunLog log) => new
    {
        Engine = log.Tags.GetValueOrDefault(Engine),
        Device = log.Tags.GetValueOrDefault(Device),
        Commit = log.Tags.GetValueOrDefault(Commit),
        Dirty = log.Tags.GetValueOrDefault(Dirty),
    };

    private static void Print(IAnsiConsole console, RunLog recorded, RunLog repeated, IReadOnlyList<MetricDifference> differences)
    {
        var compared = recorded.Metrics.Where(metric => !MetricDifference.IsByTheClock(metric.Key)).ToList();
        var (metrics, points) = (compared.Count == 1 ? "1 metric" : $"{compared.Count} metrics", compared.Sum(metric => metric.Value.Count));
        var runs = $"Run {recorded.Header.Id[..8]} and its rerun {repeated.Header.Id[..8]}";
        console.WriteLine(differences.Count == 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{runs} are equal to the last bit: {metrics}, {points:N0} points.")
            : $"{runs} differ in {differences.Count} of {metrics}. First:");
        foreach (var (metric, step, first, second) in differences.Take(ShownDifferences))
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {metric} at step {step:N0}: {first?.ToString("R") ?? "nothing"} then, {second?.ToString("R") ?? "nothing"} now"));
        }

        foreach (var (name, what) in new[] { (Engine, "engine"), (Device, "device"), (Commit, "commit"), (Dirty, "uncommitted changes") })
        {
            var (then, now) = (recorded.Tags.GetValueOrDefault(name, "unknown"), repeated.Tags.GetValueOrDefault(name, "unknown"));
            if (then != now)
            {
                console.WriteLine($"  {what}: {then} then, {now} now");
            }
        }
    }
}
