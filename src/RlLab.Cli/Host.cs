using System.Collections;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace RlLab.Cli;

/// <summary>The program behind <c>dotnet run</c>: every command over a catalogue of experiments.</summary>
public static class Host
{
    /// <summary>Runs one command.</summary>
    /// <param name="experiments">The experiments that can be named: what the generator wrote.</param>
    /// <param name="args">What was typed.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage, 130 stopped.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<ExperimentDescriptor> experiments, string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopFirst);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopFirst);
        using var hangUp = TerminalWriter.HangUpIsIgnored ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopFirst);
        return await RunAsync(
            new HostContext
            {
                Experiments = experiments,
                Output = new TerminalWriter(Console.Out),
                Error = new TerminalWriter(Console.Error),
                OpenInput = () => Console.In,
                LeaveStreamsToTheRun = StandardStreams.LeaveToTheRun,
                OutputIsTerminal = !Console.IsOutputRedirected,
                ErrorIsTerminal = !Console.IsErrorRedirected,
                CurrentDirectory = Directory.GetCurrentDirectory(),
                ProgramDirectory = AppContext.BaseDirectory,
                Program = ProgramCommand.Current,
                CommandPrefix = CommandLine.OfThisProcess(args),
                Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                    .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? ""),
                Stopping = stop.Token,
            },
            args);

        void StopFirst(PosixSignalContext signal)
        {
            // The first signal asks for a clean end; a second one is left to the system, which ends the process at once.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    /// <summary>Runs one command in a given world.</summary>
    internal static async Task<int> RunAsync(HostContext host, string[] args)
    {
        var root = new RootCommand("RlLab: reinforcement-learning experiments, swept, logged and compared.")
        {
            new ListCommand(host),
            new PlanCommand(host),
            new RunCommand(host),
            new SweepCommand(host),
            new ResumeCommand(host),
            new RetryCommand(host),
            new ExtendCommand(host),
            new StatusCommand(host),
            new AttachCommand(host),
            new CancelCommand(host),
            new CompareCommand(host),
            new RerunCommand(host),
            new PlayCommand(host),
            new ExportCommand(host),
            new UiCommand(host),
            new SyncCommand(host),
            new DoctorCommand(host),
            new WorkerCommand(host),
            new ConvolutionCheckCommand(host),
        };

        // A text that begins with @ is a text: there are no response files.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return new ErrorReport(host, UsageErrors.Of(parsed, root)).Show(new Screen(host, args.Contains("--json")));
        }

        var configuration = new InvocationConfiguration
        {
            Output = host.Output,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, host.Stopping);
    }
}
