using CliWrap;
using CliWrap.Buffered;

namespace RlLab.Sweeps;

/// <summary>A Slurm cluster, spoken to by its own commands.</summary>
/// <param name="environment">The environment variables: <c>PATH</c> leads to the commands, and they inherit the others.</param>
/// <param name="clock">Measures how long a command takes.</param>
/// <exception cref="SlurmException">Every method: the cluster refuses, does not answer, or is none.</exception>
public sealed class SlurmClient(IReadOnlyDictionary<string, string> environment, TimeProvider clock)
{
    /// <summary>How long a command may take; a controller that is busy or gone makes them wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How many tasks an array may have.</summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public async Task<int> MaxArraySizeAsync(CancellationToken stopping) =>
        SlurmOutput.MaxArraySize(await AskAsync("scontrol", ["show", "config"], null, stopping).ConfigureAwait(false));

    /// <summary>Asks whether the cluster would take a job; nothing is submitted.</summary>
    /// <param name="arguments">What <c>sbatch</c> is told.</param>
    /// <param name="script">The job's script.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public Task CheckAsync(IEnumerable<string> arguments, string script, CancellationToken stopping) =>
        AskAsync("sbatch", ["--test-only", .. arguments], script, stopping);

    /// <summary>Submits a job.</summary>
    /// <param name="arguments">What <c>sbatch</c> is told.</param>
    /// <param name="script">The job's script.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <returns>The job's number.</returns>
    public async Task<long> SubmitAsync(IEnumerable<string> arguments, string script, CancellationToken stopping) =>
        SlurmOutput.Job(await AskAsync("sbatch", ["--parsable", .. arguments], script, stopping).ConfigureAwait(false));

    /// <summary>The tasks that wait and run, and some that ended lately.</summary>
    /// <param name="jobs">The arrays.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public async Task<IReadOnlyList<SlurmTask>> QueueAsync(IEnumerable<long> jobs, CancellationToken stopping)
    {
        try
        {
            string[] arguments = ["--noheader", "--array", "--states=all", $"--jobs={string.Join(',', jobs)}"];
            return SlurmOutput.Queue(
                await AskAsync("squeue", [.. arguments, $"--format={SlurmOutput.QueueFormat}"], null, stopping).ConfigureAwait(false));
        }
        catch (SlurmException e) when (e.Message.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase))
        {
            // The controller forgets jobs some minutes after their end.
            return [];
        }
    }

    /// <summary>What accounting remembers of arrays; fails where a cluster keeps no accounts.</summary>
    /// <param name="jobs">The arrays.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public async Task<IReadOnlyList<SlurmTask>> AccountingAsync(IEnumerable<long> jobs, CancellationToken stopping)
    {
        string[] arguments = ["--noheader", "--parsable2", "--allocations", $"--jobs={string.Join(',', jobs)}"];
        return SlurmOutput.Accounting(await AskAsync("sacct", [.. arguments, $"--format={SlurmOutput.AccountingFormat}"], null, stopping)
            .ConfigureAwait(false));
    }

    /// <summary>Takes arrays out of the queue, and ends the tasks that run.</summary>
    /// <param name="jobs">The arrays.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public Task CancelAsync(IEnumerable<long> jobs, CancellationToken stopping) =>
        AskAsync("scancel", ["--quiet", .. jobs.Select(job => $"{job}")], null, stopping);

    /// <summary>What a command prints; null where it fails: a hint is worth no error of its own.</summary>
    /// <param name="program">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    internal async Task<string?> HintAsync(string program, IReadOnlyList<string> arguments, CancellationToken stopping)
    {
        try
        {
            var answer = await RunAsync(program, arguments, null, stopping).ConfigureAwait(false);
            return answer.IsSuccess ? answer.StandardOutput : null;
        }
        catch (SlurmException)
        {
            return null;
        }
    }

    private async Task<string> AskAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken stopping)
    {
        var answer = await RunAsync(program, arguments, input, stopping).ConfigureAwait(false);
        return answer.IsSuccess
            ? answer.StandardOutput
            : throw await SlurmRefusal.ExplainAsync(this, program, arguments, answer.StandardError, stopping).ConfigureAwait(false);
    }

    private async Task<BufferedCommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string? input, CancellationToken stopping)
    {
        using var overdue = new CancellationTokenSource(Patience, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, overdue.Token);
        try
        {
            return await new Command(Find(program))
                .WithArguments(arguments)
                .WithEnvironmentVariables(environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value))
                .WithStandardInputPipe(PipeSource.FromString(input ?? ""))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw SlurmRefusal.Unreachable(program, $"it said nothing for {Patience.TotalSeconds:0} seconds");
        }
    }

    private string Find(string program) =>
        environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
        ?? throw SlurmRefusal.NotInstalled(program);
}
