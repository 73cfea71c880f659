using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Has what a sweep still wants trained by tasks of a Slurm cluster, which go on by themselves.</summary>
/// <param name="host">What it takes from the world around it.</param>
/// <param name="screen">Where to write.</param>
/// <param name="settings">Say what a task asks for.</param>
/// <param name="shares">What the runs share.</param>
internal sealed class SlurmSession(HostContext host, Screen screen, LabSettings settings, SweepSettings shares)
{
    private readonly SlurmClient _slurm = new(host.Environment, host.Clock);

    /// <summary>
    /// How many tasks train at once, if nobody says it: for all runs; of a sampler that learns, for those of a tenth of the trials.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lanes">How many runs a task trains at once.</param>
    public static int Parallel(SweepPlan plan, int lanes)
    {
        var runs = plan.MakeSampler().Learns ? Math.Max(1, plan.Trials / 10) * plan.Seeds.Count : plan.Runs;
        return (runs + lanes - 1) / lanes;
    }

    /// <summary>Asks the cluster whether it would take the tasks, before anything is begun.</summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <param name="sweep">The sweep that is taken up; null where one is begun.</param>
    /// <exception cref="UserException">
    /// Something is asked for that only a sweep of this machine has, or the cluster does not say which tasks it has for the sweep.
    /// </exception>
    /// <exception cref="SlurmException">The cluster would not take them.</exception>
    public async Task CheckAsync(CancellationToken stopping, SweepRecord? sweep = null)
    {
        var (given, instead) = shares.Gpus.Count > 0 ? ("--gpus shares the GPUs of this machine", "slurm.gres = \"gpu:1\" gives each task one")
            : shares.Budget is not null ? ("--hours ends a sweep of this machine", "`cancel` ends one of a cluster, and slurm.time limits its tasks")
            : (null, null);
        if (given is not null)
        {
            throw new UserException($"{given}, not of a Slurm cluster: {instead}. Leave it out.");
        }

        if (sweep is not null)
        {
            await ActiveAsync(sweep, stopping);
        }

        await Launcher(SweepRequests.NewId(), host.CurrentDirectory).CheckAsync(stopping);
    }

    /// <summary>Submits tasks for what is left, beside those that wait and run.</summary>
    /// <param name="store">The sweep's store, whose lead this process has.</param>
    /// <param name="address">How the tasks find the store.</param>
    /// <param name="parallel">How many runs train at once.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> SubmitAsync(ISweepStore store, string address, int parallel, CancellationToken stopping)
    {
        var sweep = store.Read();
        var (header, left) = (sweep.Header, sweep.Total - sweep.Runs.Count(run => run.HasEnded));
        var active = await ActiveAsync(sweep, stopping);
        var tasks = Math.Max(0, Math.Min(left, parallel) - active);
        var submitted = new List<TasksSubmitted>();
        try
        {
            if (tasks > 0)
            {
                await Launcher(header.Id, address).SubmitAsync(tasks, Keep, stopping);
            }
        }
        catch (SlurmException e) when (submitted.Count > 0)
        {
            screen.Note(
                $"warning: {submitted.Sum(s => s.Tasks)} of {tasks} tasks are submitted, and they train all runs; no more were taken. {e.Message}");
        }
        catch (SlurmException e)
        {
            throw new UserException($"{e.Message} The sweep {header.Id[..8]} is kept, and `resume {header.Id[..8]}` submits it.", ExitCode.Failed);
        }

        Show(sweep, address, left, active, submitted);
        return ExitCode.Done;

        void Keep(TasksSubmitted array)
        {
            store.Note(array);
            submitted.Add(array);
        }
    }

    /// <summary>Asks for a sweep's tasks.</summary>
    /// <param name="sweep">The sweep.</param>
    public SlurmQueue Queue(SweepRecord sweep) => new(_slurm, Jobs(sweep), host.Clock);

    /// <summary>Takes a sweep's tasks out of the queue, and ends those that run.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public Task CancelAsync(SweepRecord sweep, CancellationToken stopping) => _slurm.CancelAsync(Jobs(sweep), stopping);

    /// <summary>How many tasks of a sweep wait or run. Where that is not known, others beside them could be too many.</summary>
    private async Task<int> ActiveAsync(SweepRecord sweep, CancellationToken stopping)
    {
        var standing = sweep.Submitted.Count > 0 ? await Queue(sweep).AskAsync(stopping) : new SlurmStanding([]);
        return standing.Problem is null
            ? standing.Active
            : throw new UserException(
                $"{standing.Problem} It may have tasks for the sweep {sweep.Header.Id[..8]}, so that none are submitted beside them.",
                ExitCode.Failed);
    }

    private static IReadOnlyList<long> Jobs(SweepRecord sweep) =>
        [.. sweep.Submitted.Where(s => s.Launcher == TasksSubmitted.Slurm).Select(s => s.Job)];

    private SlurmLauncher Launcher(string sweep, string address)
    {
        var threads = shares.Threads ?? settings.Slurm.Cpus;
        var program = host.Program!;
        string[] worker = [program.File, .. program.Arguments, .. WorkerCommand.ArgumentsFor(address, threads)];
        return new SlurmLauncher(_slurm, settings.Slurm, sweep, worker, Directory.Exists(address) ? address : null);
    }

    private void Show(SweepRecord sweep, string address, int left, int active, IReadOnlyList<TasksSubmitted> submitted)
    {
        var (header, id) = (sweep.Header, StoreAddress.IsOne(address) ? address : sweep.Header.Id[..8]);
        var tasks = submitted.Sum(s => s.Tasks);
        var jobs = string.Join(", ", submitted.Select(s => s.Job));
        var document = new { Sweep = header.Id, header.Experiment, header.Name, RunsLeft = left, Tasks = tasks, Jobs = submitted.Select(s => s.Job) };
        screen.Show(document, console =>
        {
            console.WriteLine(
                $"Sweep {header.Id[..8]} of {header.Title}: {sweep.Size}, "
                + $"{left} to train on {header.Settings!.Device} ({header.Settings.Engine} engine).");
            console.WriteLine(tasks > 0 ? $"Slurm has {tasks} {(tasks == 1 ? "task" : "tasks")} for it, as job {jobs}; they go on by themselves."
                : left == 0 ? "There is nothing left to train."
                : $"Slurm still has {active} {(active == 1 ? "task" : "tasks")} for it, and needs no more.");
            console.WriteLine($"How it stands: {host.CommandPrefix} status {id}");
            console.WriteLine($"Watch and log: {host.CommandPrefix} attach {id}");
        });
    }
}
