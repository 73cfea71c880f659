using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RlLab.Cli;

/// <summary>One command of the host: its arguments, its help with an example, and what it does.</summary>
internal abstract class LabCommand : Command
{
    private const int ShownInterrupted = 3;

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write the result to standard output as one JSON document.",
    };

    /// <summary>A command.</summary>
    /// <param name="host">What it takes from the world around it.</param>
    /// <param name="name">What is typed.</param>
    /// <param name="description">What it does, in one sentence.</param>
    /// <param name="examples">How it is typed, without the program's name.</param>
    protected LabCommand(HostContext host, string name, string description, params string[] examples)
        : base(name, description)
    {
        Host = host;
        Examples = examples;
        Options.Add(_json);
        Options.Add(new HelpOption { Action = new HelpWithExamples(this) });
        SetAction(async (arguments, stopping) =>
        {
            var screen = new Screen(Host, arguments.GetValue(_json));
            try
            {
                return await RunAsync(arguments, screen, stopping);
            }
            catch (Exception e)
            {
                return new ErrorReport(Host, e).Show(screen);
            }
        });
    }

    /// <summary>How the command is typed.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What the command takes from the world around it.</summary>
    protected HostContext Host { get; }

    /// <summary>Does what the command is for.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="screen">Where to write.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping);

    /// <summary>Tells, once, of runs and sweeps whose process vanished without a word.</summary>
    protected void TellInterrupted(Screen screen)
    {
        var interrupted = TrainingMark.TakeInterrupted(LabDirectory.Of(Host));
        foreach (var run in interrupted.Take(ShownInterrupted))
        {
            screen.Note($"warning: {run.Header.Name} of {run.Header.Experiment} (run {run.Header.Id[..8]}) was interrupted, last seen at "
                + $"{run.LastTime.ToLocalTime():yyyy-MM-dd HH:mm:ss}: its process vanished without a word, as in a crash. "
                + $"What it logged is in {run.Folder}. `resume {(run.Header.ParentId ?? run.Header.Id)[..8]}` goes on.");
        }

        if (interrupted.Count > ShownInterrupted)
        {
            screen.Note($"warning: {interrupted.Count - ShownInterrupted} more runs were interrupted in the same way.");
        }
    }

    private sealed class HelpWithExamples(LabCommand command) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = new HelpAction().Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {command.Host.CommandPrefix} {example}");
            }

            return code;
        }
    }
}
