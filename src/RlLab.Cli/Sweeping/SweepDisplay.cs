using System.Globalization;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows how a sweep goes: redrawn in place on a terminal, else a line now and then.</summary>
internal static class SweepDisplay
{
    private const int BarWidth = 30;

    /// <summary>More runs than these are shown in one line.</summary>
    private const int MostLines = 16;

    private const string Stopping = "Stopping. What was logged is kept; Ctrl-C again ends everything at once.";

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress for as long as some work takes.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="watch">Who knows how the sweep goes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="work">The work.</param>
    /// <param name="stopping">Signalled by Ctrl-C, which is acknowledged.</param>
    public static async Task ShowWhileAsync(Screen screen, SweepWatch watch, TimeProvider clock, Task work, CancellationToken stopping)
    {
        if (screen.IsLive)
        {
            await screen.Messages.Live(Picture(watch.Now(), false)).AutoClear(true).StartAsync(async live =>
            {
                while (!await EndsWithinAsync(work, RedrawInterval, clock))
                {
                    live.UpdateTarget(Picture(watch.Now(), stopping.IsCancellationRequested));
                }
            });

            // The picture is gone, and with it what was told in it.
            foreach (var note in watch.Notes)
            {
                screen.Note(note);
            }
        }
        else
        {
            using var acknowledged = stopping.Register(() => screen.Note(Stopping));
            watch.RunEnded = (run, outcome) => screen.Note(Line(run, outcome));
            watch.RunTold = (run, what) => screen.Note($"{run.Name}: {what}");
            watch.HasNoted = screen.Note;
            while (!await EndsWithinAsync(work, LineInterval, clock))
            {
                screen.Note(Line(watch.Now()));
            }
        }

        await work;
    }

    /// <summary>One line of progress.</summary>
    /// <param name="state">How the sweep stands.</param>
    public static string Line(SweepState state) => Counts(state) + (state.Best is null ? "" : ", " + Best(state));

    /// <summary>How a run ended, in one line.</summary>
    public static string Line(RunRequest run, RunOutcome outcome) => outcome.State switch
    {
        RunState.Finished => $"{run.Name}: {run.Objective} {Numbers.Short(outcome.Objective)}",
        _ => $"{run.Name}: {outcome.State.Word()}. {outcome.Message}",
    };

    private static string Counts(SweepState state)
    {
        var left = state.Left is { } time ? $", about {Time(time)} left" : "";
        var speed = state.StepsPerSecond > 0 ? string.Create(CultureInfo.InvariantCulture, $", {state.StepsPerSecond:N0} steps/s") : "";
        string[] problems =
        [
            .. state.Failed > 0 ? [$"{state.Failed} {RunState.Failed.Word()}"] : Array.Empty<string>(),
            .. state.NotComparable > 0 ? [$"{state.NotComparable} {RunState.NotComparable.Word()}"] : Array.Empty<string>(),
            .. state.Pruned > 0 ? [$"{state.Pruned} {RunState.Pruned.Word()}"] : Array.Empty<string>(),
        ];
        var told = problems.Length > 0 ? $" ({string.Join(", ", problems)})" : "";
        return $"[{Time(state.Elapsed)}] {state.Done} of {state.Total} runs done{told}{speed}{left}";
    }

    private static string Best(SweepState state) => state.Best is { } best
        ? $"best so far trial {best.Trial} with {Numbers.Short(best.Mean)} over {best.Seeds} seed{(best.Seeds == 1 ? "" : "s")}"
        : "";

    private static Rows Picture(SweepState state, bool isStopping)
    {
        var grid = new Grid().AddColumn().AddColumn().AddColumn();
        foreach (var run in Lines(state.Running))
        {
            grid.AddRow(new Text("  " + run.Name), Bar(run.Progress), new Text(HowFar(run)));
        }

        return new Rows(
        [
            new Text(Counts(state)),
            grid,
            new Text("  " + Best(state)),
            .. state.Told is { } told ? [new Text("  " + told)] : Array.Empty<Text>(),
            .. isStopping ? [new Text(Stopping)] : Array.Empty<Text>(),
        ]);
    }

    /// <summary>The runs to show, a line each; where they are many, as where workers train lanes, one line for all of them.</summary>
    /// <param name="running">The runs that train now.</param>
    internal static IReadOnlyList<RunningRun> Lines(IReadOnlyList<RunningRun> running) => running.Count <= MostLines ? running :
    [
        new RunningRun(
            $"{running.Count} runs",
            new RunProgress(running.Sum(run => run.Progress.Step), running.Sum(run => run.Progress.TotalSteps)),
            running.Max(run => run.Elapsed)),
    ];

    private static Spectre.Console.Rendering.IRenderable Bar(RunProgress progress)
    {
        if (progress.TotalSteps <= 0)
        {
            return new Text("");
        }

        var share = Math.Clamp((double)progress.Step / progress.TotalSteps, 0, 1);
        return new BreakdownChart { Width = BarWidth, ShowTags = false }
            .AddItem("done", share, Color.Green)
            .AddItem("left", 1 - share, Color.Grey23);
    }

    /// <summary>How far a run is: of how many steps where that is known, else what it has logged and how long it has trained.</summary>
    internal static string HowFar(RunningRun run) => run.Progress switch
    {
        { TotalSteps: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{run.Progress.Step:N0} of {run.Progress.TotalSteps:N0} steps"),
        { Step: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{run.Progress.Step:N0} steps in {Time(run.Elapsed)}"),
        _ => Time(run.Elapsed),
    };

    /// <summary>A time as on a stopwatch.</summary>
    internal static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan time, TimeProvider clock) =>
        await Task.WhenAny(work, Task.Delay(time, clock)) == work;
}
