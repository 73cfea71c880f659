using RlLab.Media;

namespace RlLab.Cli;

/// <summary>All that the host takes from the world around it, so that a test can give it another one.</summary>
internal sealed record HostContext
{
    /// <summary>The experiments that can be named.</summary>
    public required IReadOnlyList<ExperimentDescriptor> Experiments { get; init; }

    /// <summary>Standard output: results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error: progress, warnings, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input: only a worker reads it, and opening it changes a terminal's settings.</summary>
    public Func<TextReader> OpenInput { get; init; } = () => TextReader.Null;

    /// <summary>
    /// Takes standard output and input away from what is trained in this process. Default: nothing, where they are somebody else's.
    /// </summary>
    public Action LeaveStreamsToTheRun { get; init; } = () => { };

    /// <summary>Whether standard output is a terminal, and so has colours and a width.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal, and so can show live progress.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The folder that the command was given in.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>The folder of the program.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>What starts this program again, as a worker; null where the process is somebody else's, who calls <see cref="Lab"/>.</summary>
    public required ProgramCommand? Program { get; init; }

    /// <summary>How a command is typed here, in help and in hints: what stands before its name.</summary>
    public required string CommandPrefix { get; init; }

    /// <summary>The folder of the experiments' source. Default: null, which leaves it to <see cref="Source"/>.</summary>
    public string? SourceDirectory { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Signalled by Ctrl-C.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>How many processor cores there are.</summary>
    public int Cores { get; init; } = System.Environment.ProcessorCount;

    /// <summary>An environment variable; null where it is not set, or set to nothing.</summary>
    /// <param name="name">Its name.</param>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { } text && text.Trim().Length > 0 ? text.Trim() : null;

    /// <summary>How videos are made here: mp4 where an <c>ffmpeg</c> is on the PATH.</summary>
    public VideoWriterChoice ChooseVideo() => VideoWriters.Choose(Variable("PATH") ?? "");

    /// <summary>The experiment of a name.</summary>
    /// <param name="name">Its name, exactly.</param>
    /// <exception cref="UserException">There is none.</exception>
    public ExperimentDescriptor Experiment(string name) => Experiments.FirstOrDefault(e => e.Name == name)
        ?? throw new UserException(
            $"There is no experiment '{name}'.{NearestNames.Hint(name, Experiments.Select(e => e.Name))} `list` shows them all.");
}
