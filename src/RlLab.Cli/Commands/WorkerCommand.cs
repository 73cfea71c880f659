using System.CommandLine;
using RlLab.Engines;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Trains runs that a sweep sends on standard input; not for people.</summary>
internal sealed class WorkerCommand : LabCommand
{
    public const string CommandName = "worker";

    /// <summary>How long a run may take to stop, before it is stopped the hard way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Option<string> _lab = new("--lab") { Required = true };
    private readonly Option<string> _prefix = new("--prefix") { DefaultValueFactory = _ => "" };
    private readonly Option<TorchEngine> _engine = new("--engine") { Required = true };
    private readonly Option<int> _threads = new("--threads") { DefaultValueFactory = _ => 1 };

    public WorkerCommand(HostContext host)
        : base(host, CommandName, "Train what a sweep sends on standard input.", "worker --lab .rllab")
    {
        Hidden = true;
        Options.Add(_lab);
        Options.Add(_prefix);
        Options.Add(_engine);
        Options.Add(_threads);
    }

    /// <summary>The arguments that start a worker.</summary>
    public static IReadOnlyList<string> ArgumentsFor(string lab, string prefix, TorchEngine engine, int threads) =>
        [CommandName, "--lab", lab, "--prefix", prefix, "--engine", $"{engine}", "--threads", $"{threads}"];

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        // The line to whoever leads the sweep is standard input and output as they were; what an experiment prints goes to the worker's log, and
        // what it reads is empty. Ctrl-C reaches the worker too, and is left to whoever leads the sweep: it tells the worker to stop.
        var input = Host.OpenInput();
        Host.LeaveStreamsToTheRun();
        TorchEngines.Use(arguments.GetValue(_engine), arguments.GetValue(_threads));

        var trainer = new RunTrainer(Host, arguments.GetRequiredValue(_lab), arguments.GetValue(_prefix)!)
        {
            CheckpointEvery = SettingsReader.Read(Host).CheckpointEvery,
        };
        var loop = new WorkerLoop(input, Host.Output, Host.Clock);
        loop.Orphaned.Register(() => _ = ExitAfterGraceAsync());
        loop.Serve(trainer.Train);
        return Task.FromResult(ExitCode.Done);
    }

    private async Task ExitAfterGraceAsync()
    {
        await Task.Delay(Grace, Host.Clock);
        Environment.Exit(ExitCode.Failed);
    }
}
