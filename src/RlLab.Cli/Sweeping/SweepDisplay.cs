using System.Globalization;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows how a sweep goes: redrawn in place on a terminal, else a line now and then.</summary>
internal static class SweepDisplay
{
    private const int BarWidth = 30;

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows progress for as long as some work takes.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="watch">Who knows how the sweep goes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="work">The work.</param>
    public static async Task ShowWhileAsync(Screen screen, SweepWatch watch, TimeProvider clock, Task work)
    {
        if (screen.IsLive)
        {
            await screen.Messages.Live(Picture(watch.Now())).AutoClear(true).StartAsync(async live =>
            {
                while (!await EndsWithinAsync(work, RedrawInterval, clock))
                {
                    live.UpdateTarget(Picture(watch.Now()));
                }
            });
        }
        else
        {
            watch.RunEnded = (run, outcome) => screen.Note(Line(run, outcome));
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

    private static string Line(RunRequest run, RunOutcome outcome) => outcome.State switch
    {
        RunState.Finished => $"{run.Name}: {run.Objective} {Numbers.Short(outcome.Objective)}",
        _ => $"{run.Name}: {outcome.State.ToString().ToLowerInvariant()}. {outcome.Message}",
    };

    private static string Counts(SweepState state)
    {
        var left = state.Left is { } time ? $", about {Time(time)} left" : "";
        var failed = state.Failed > 0 ? $" ({state.Failed} failed)" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{Time(state.Elapsed)}] {state.Done} of {state.Total} runs done{failed}, {state.StepsPerSecond:N0} steps/s{left}");
    }

    private static string Best(SweepState state) => state.Best is { } best
        ? $"best so far trial {best.Trial} with {Numbers.Short(best.Mean)} over {best.Seeds} seed{(best.Seeds == 1 ? "" : "s")}"
        : "";

    private static Rows Picture(SweepState state)
    {
        var grid = new Grid().AddColumn().AddColumn().AddColumn();
        foreach (var (name, progress) in state.Running)
        {
            var share = progress.TotalSteps > 0 ? Math.Min(1, (double)progress.Step / progress.TotalSteps) : 0;
            grid.AddRow(
                new Text("  " + name),
                new BreakdownChart { Width = BarWidth, ShowTags = false }
                    .AddItem("done", share, Color.Green)
                    .AddItem("left", 1 - share, Color.Grey23),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{progress.Step:N0} of {progress.TotalSteps:N0} steps")));
        }

        return new Rows(new Text(Counts(state)), grid, new Text("  " + Best(state)));
    }

    private static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    private static async Task<bool> EndsWithinAsync(Task work, TimeSpan time, TimeProvider clock) =>
        await Task.WhenAny(work, Task.Delay(time, clock)) == work;
}
